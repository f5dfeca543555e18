import { useState } from 'preact/hooks';
import { ApiProblem, type Credentials } from '../client/index.js';
import { Notice } from './Notice.js';
import { TextField } from './Field.js';

type Props = Readonly<{
  action: string;
  /** For a password manager: a new password, or the one that it knows. */
  isNew?: boolean;
  onSubmit: (credentials: Credentials) => Promise<unknown>;
}>;

/** E-mail and password. `onSubmit` rejects with ApiProblem; what it says is shown. */
export const SignInForm = ({ action, isNew = false, onSubmit }: Props) => {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await onSubmit({ email, password });
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, {}));
    } finally {
      setBusy(false);
    }
  };
  const wrong = (path: string) => problem?.errors.find((each) => each.path === path)?.message;

  return (
    <form class="stack" onSubmit={(event) => void submit(event)}>
      {problem !== null && problem.errors.length === 0 && (
        <Notice tone="bad" isUrgent>
          {sentences[problem.code] ?? problem.detail}
        </Notice>
      )}
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        value={email}
        wrong={wrong('email')}
        onText={setEmail}
      />
      <TextField
        label="Password"
        type="password"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        required
        {...(isNew && { hint: 'At least 8 characters' })}
        value={password}
        wrong={wrong('password')}
        onText={setPassword}
      />
      <button class="button primary wide" type="submit" disabled={isBusy}>
        {isBusy ? 'One moment …' : action}
      </button>
    </form>
  );
};

const sentences: Readonly<Record<string, string>> = {
  INVALID_CREDENTIALS: 'This e-mail and password do not belong together.',
  EMAIL_TAKEN: 'There is an account with this e-mail. Log in instead.',
  NO_RESPONSE: 'The shop cannot be reached. Check your connection and try again.',
  RATE_LIMITED: 'Too many attempts. Wait a minute and try again.',
};
