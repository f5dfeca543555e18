import { runAsMain } from '../../platform/process/index.js';
import { loadProjectorConfig } from './config.js';
import { startProjector } from './service.js';

runAsMain('projector', () => startProjector(loadProjectorConfig(process.env)));
