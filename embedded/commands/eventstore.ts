// `npm run eventstore`: the node alone. The module does its work when it is loaded.
import '../eventStoreNode/main.js';
