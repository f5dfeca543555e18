import { settings } from '../../ui/settings.js';

export const Footer = () => (
  <footer class="footer small muted">
    <p>QuickSale: first come, first served – and the receipt says why.</p>
    <ul class="row">
      <li>
        <a href="/docs">API</a>
      </li>
      <li>
        <a href="/console">Console</a>
      </li>
      {settings.streamsUrl !== null && (
        <li>
          <a href={settings.streamsUrl}>Event streams</a>
        </li>
      )}
      <li>
        <a href="/openapi.json">OpenAPI</a>
      </li>
      <li>
        <a href="/postman.json">Postman</a>
      </li>
    </ul>
  </footer>
);
