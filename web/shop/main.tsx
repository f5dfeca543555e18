import { render } from 'preact';
import '../ui/theme.css';

const Shop = () => (
  <main>
    <h1>QuickSale</h1>
  </main>
);

const root = document.getElementById('app');
if (root !== null) render(<Shop />, root);
