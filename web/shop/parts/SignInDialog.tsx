import { useState } from 'preact/hooks';
import { newKey, type Credentials } from '../../client/index.js';
import { Dialog } from '../../ui/Dialog.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import { settings } from '../../ui/settings.js';
import { SignInForm } from '../../ui/SignInForm.js';
import { client } from '../state/client.js';
import { isSigningIn } from '../state/dialogs.js';
import { wishOfVisitor } from '../state/purchases.js';

export const SignInDialog = () => {
  const [isNew, setNew] = useState(false);
  const close = (): void => {
    isSigningIn.value = false;
    wishOfVisitor.value = null;
  };
  const submit = async (credentials: Credentials): Promise<void> => {
    await (isNew ? client.session.register(credentials) : client.session.logIn(credentials));
    isSigningIn.value = false;
  };

  return (
    <Dialog title={isNew ? 'Create an account' : 'Log in'} onClose={close}>
      {wishOfVisitor.value !== null && (
        <Notice tone="good" icon="bag">
          Your order is sent as soon as you are logged in.
        </Notice>
      )}
      <SignInForm
        key={String(isNew)}
        action={isNew ? 'Create the account' : 'Log in'}
        isNew={isNew}
        onSubmit={submit}
      />
      <button type="button" class="button plain wide" onClick={() => setNew(!isNew)}>
        {isNew ? 'I have an account' : 'I am new here'}
      </button>
      {!settings.isProduction && <DemoAccount />}
    </Dialog>
  );
};

/** Registers an account of its own, like anybody could: with an address that reaches nobody. */
const DemoAccount = () => {
  const [isBusy, setBusy] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const begin = async (): Promise<void> => {
    setBusy(true);
    const name = newKey().slice(4, 12);
    const credentials = { email: `demo-${name}@example.com`, password: newKey() };
    try {
      await client.session.register({ ...credentials, firstName: `Demo ${name.slice(0, 4)}` });
      isSigningIn.value = false;
    } catch {
      setFailed(true);
      setBusy(false);
    }
  };

  return (
    <div class="stack tight demo">
      <button type="button" class="button wide" disabled={isBusy} onClick={() => void begin()}>
        <Icon name="bolt" /> Try it with a demo account
      </button>
      <p class="small muted">
        {hasFailed
          ? 'That did not work: three accounts a minute can be made from one address.'
          : 'Makes a new account in this shop, for this browser. It is shown because this is no production.'}
      </p>
    </div>
  );
};
