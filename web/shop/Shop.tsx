import { useEffect, useRef } from 'preact/hooks';
import { Banners } from './parts/Banners.js';
import { Footer } from './parts/Footer.js';
import { Header } from './parts/Header.js';
import { SignInDialog } from './parts/SignInDialog.js';
import { isSigningIn } from './state/dialogs.js';
import { route, type Route } from './state/router.js';
import { BasketView } from './views/BasketView.js';
import { Grid } from './views/Grid.js';
import { OrdersView } from './views/OrdersView.js';
import { OrderView } from './views/OrderView.js';
import { ProductView } from './views/ProductView.js';

export const Shop = () => {
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  const { value: target } = route;
  const key = 'id' in target ? `${target.name} ${target.id}` : target.name;
  useEffect(() => {
    document.title = titles[target.name];
    if (isFirst.current) {
      isFirst.current = false;

      return;
    }
    scrollTo(0, 0);
    // a screen reader begins with the new view
    main.current?.querySelector('h1')?.focus({ preventScroll: true });
  }, [key]);

  return (
    <>
      <Header />
      <Banners />
      <main class="main" ref={main} tabIndex={-1}>
        <View key={key} target={target} />
      </main>
      <Footer />
      {isSigningIn.value && <SignInDialog />}
    </>
  );
};

const titles: Readonly<Record<Route['name'], string>> = {
  products: 'QuickSale',
  product: 'Product – QuickSale',
  basket: 'Basket – QuickSale',
  orders: 'My orders – QuickSale',
  order: 'Order – QuickSale',
};

const View = ({ target }: Readonly<{ target: Route }>) => {
  switch (target.name) {
    case 'products':
      return <Grid />;
    case 'product':
      return <ProductView id={target.id} />;
    case 'basket':
      return <BasketView />;
    case 'orders':
      return <OrdersView />;
    case 'order':
      return <OrderView id={target.id} />;
  }
};
