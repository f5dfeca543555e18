import { render } from 'preact';
import '../ui/theme.css';

const Console = () => (
  <main>
    <h1>QuickSale console</h1>
  </main>
);

const root = document.getElementById('app');
if (root !== null) render(<Console />, root);
