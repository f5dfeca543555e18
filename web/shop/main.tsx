import { render } from 'preact';
import { Shop } from './Shop.js';
import { startShop } from './state/start.js';
import '../ui/theme.css';
import '../ui/parts.css';
import './shop.css';

const root = document.getElementById('app');
if (root !== null) render(<Shop />, root);
void startShop();
