import { render } from 'preact';
import 'uplot/dist/uPlot.min.css';
import '../ui/theme.css';
import '../ui/parts.css';
import './console.css';
import { Console } from './Console.js';
import { startSession } from './state/operator.js';

const root = document.getElementById('app');
if (root !== null) render(<Console />, root);
void startSession();
