import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../ui/Icon.js';
import { Notice } from '../ui/Notice.js';
import { SignInForm } from '../ui/SignInForm.js';
import { Navigation } from './parts/Navigation.js';
import { isStarted, operator, shopClient } from './state/operator.js';
import { pages, place, type PageName } from './state/place.js';
import { CatalogueView } from './catalogue/CatalogueView.js';
import { OrdersPage } from './views/OrdersPage.js';
import { PipelinePage } from './views/PipelinePage.js';
import { ProofPage } from './views/ProofPage.js';
import { SalePage } from './views/SalePage.js';
import { StreamsPage } from './views/StreamsPage.js';

/** Who is no admin sees a door, and nothing behind it: the API refuses them anyway. */
export const Console = () => {
  if (!isStarted.value) return null;

  return operator.value?.role === 'admin' ? <Inside /> : <Door />;
};

const Door = () => (
  <main class="door">
    <div class="card door-card stack">
      <p class="brand">
        <Icon name="bolt" /> QuickSale console
      </p>
      <h1>Log in as an operator</h1>
      {operator.value !== null && (
        <Notice tone="warn">
          {operator.value.email} is a customer. An admin can make them an operator.
        </Notice>
      )}
      <SignInForm action="Log in" onSubmit={(given) => shopClient.session.logIn(given)} />
      <p class="small muted">
        You want to buy something? That is <a href="/">the shop</a>.
      </p>
    </div>
  </main>
);

const views: Readonly<Record<PageName, () => preact.JSX.Element>> = {
  sale: SalePage,
  pipeline: PipelinePage,
  catalogue: CatalogueView,
  orders: OrdersPage,
  streams: StreamsPage,
  proof: ProofPage,
};

const Inside = () => {
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  const { page } = place.value;
  const View = views[page];
  useEffect(() => {
    document.title = `${pages[page]} – QuickSale console`;
    if (isFirst.current) isFirst.current = false;
    else main.current?.focus({ preventScroll: true });
  }, [page]);

  return (
    <div class="console">
      <a class="button skip" href="#main" onClick={(event) => skip(event, main.current)}>
        Skip to the page
      </a>
      <Navigation />
      <main class="page stack" id="main" ref={main} tabIndex={-1} aria-label={pages[page]}>
        <View key={page} />
      </main>
    </div>
  );
};

/** The address behind the hash names a page. */
const skip = (event: Event, main: HTMLElement | null): void => {
  event.preventDefault();
  main?.focus();
};
