import { Icon, type IconName } from '../../ui/Icon.js';
import { operator, shopClient } from '../state/operator.js';
import { linkTo, type PageName, pages, place } from '../state/place.js';

const icons: Readonly<Record<PageName, IconName>> = {
  sale: 'bolt',
  pipeline: 'line',
  catalogue: 'bag',
  orders: 'user',
  streams: 'clock',
  proof: 'check',
};

export const Navigation = () => (
  <header class="side">
    <p class="brand">
      <Icon name="bolt" /> QuickSale
    </p>
    <nav aria-label="Pages">
      <ul class="links">
        {(Object.keys(pages) as PageName[]).map((page) => (
          <li key={page}>
            <a
              class="link"
              href={linkTo(page)}
              aria-current={place.value.page === page ? 'page' : undefined}
            >
              <Icon name={icons[page]} /> {pages[page]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
    <div class="who small">
      <span class="email" title={operator.value?.email}>
        {operator.value?.email}
      </span>
      <span class="row">
        <a href="/">Shop</a>
        <a href="/docs">API</a>
        <button
          class="button plain small"
          type="button"
          onClick={() => void shopClient.session.logOut()}
        >
          Log out
        </button>
      </span>
    </div>
  </header>
);
