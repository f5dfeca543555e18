import { counted } from '../../ui/format.js';
import { Icon } from '../../ui/Icon.js';
import { unitsInBasket } from '../state/basket.js';
import { client, user } from '../state/client.js';
import { isSigningIn } from '../state/dialogs.js';
import { addressOf, route } from '../state/router.js';
import { NotificationMenu } from './NotificationMenu.js';

export const Header = () => (
  <header class="header">
    <button
      type="button"
      class="button primary skip"
      onClick={() => document.querySelector<HTMLElement>('main')?.focus()}
    >
      Skip to the content
    </button>
    <div class="header-row">
      <a class="brand" href={addressOf({ name: 'products' })} aria-label="QuickSale, all products">
        <span class="brand-mark">
          <Icon name="bolt" />
        </span>
        <span class="brand-name">QuickSale</span>
      </a>
      <nav class="row header-links" aria-label="Your shop">
        {user.value !== null && (
          <>
            <HeaderLink name="orders" icon="box" label="Orders" />
            <NotificationMenu />
          </>
        )}
        <HeaderLink
          name="basket"
          icon="bag"
          label={`Basket, ${counted(unitsInBasket.value, 'unit')}`}
          count={unitsInBasket.value}
        />
        <Account />
      </nav>
    </div>
  </header>
);

type LinkProps = Readonly<{
  name: 'orders' | 'basket';
  icon: 'box' | 'bag';
  label: string;
  count?: number;
}>;

const HeaderLink = ({ name, icon, label, count = 0 }: LinkProps) => (
  <a
    class="icon-button"
    href={addressOf({ name })}
    aria-label={label}
    aria-current={route.value.name === name ? 'page' : undefined}
  >
    <Icon name={icon} />
    {count > 0 && <span class="count number">{count}</span>}
  </a>
);

const Account = () => {
  const { value: somebody } = user;
  if (somebody === null)
    return (
      <button
        type="button"
        class="button small primary"
        onClick={() => {
          isSigningIn.value = true;
        }}
      >
        Log in
      </button>
    );

  return (
    <>
      <span class="account small muted">{somebody.firstName ?? somebody.email}</span>
      <button type="button" class="button small" onClick={() => void client.session.logOut()}>
        Log out
      </button>
    </>
  );
};
