// `npm run kafka`: the broker alone. The module does its work when it is loaded.
import '../kafkaBroker/main.js';
