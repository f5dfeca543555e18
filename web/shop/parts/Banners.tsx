import { Icon } from '../../ui/Icon.js';
import { hasEnded, user } from '../state/client.js';
import { isSigningIn } from '../state/dialogs.js';
import { isOffline } from '../state/start.js';

/** What concerns the whole page. Always there, so that screen readers notice what comes in. */
export const Banners = () => (
  <div class="banners" role="status">
    {isOffline.value && (
      <p class="banner warn">
        <Icon name="offline" />
        <span>
          <strong>No connection.</strong> What you see may be old. Nothing is lost: the page goes on
          by itself.
        </span>
      </p>
    )}
    {hasEnded.value && user.value === null && (
      <p class="banner bad">
        <Icon name="user" />
        <span>
          <strong>Your session has ended.</strong> Your basket is still here.
        </span>
        <button
          type="button"
          class="button small"
          onClick={() => {
            isSigningIn.value = true;
          }}
        >
          Log in again
        </button>
      </p>
    )}
  </div>
);
