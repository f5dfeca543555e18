import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

type FieldProps = Readonly<{
  label: string;
  /** Of the input inside. */
  id: string;
  hint?: string | undefined;
  wrong?: string | undefined;
  children: ComponentChildren;
}>;

const Field = ({ label, id, hint, wrong, children }: FieldProps) => (
  <div class="field">
    <label for={id}>{label}</label>
    {children}
    {hint !== undefined && (
      <span class="hint" id={`${id}-hint`}>
        {hint}
      </span>
    )}
    {wrong !== undefined && (
      <span class="wrong" id={`${id}-wrong`}>
        {wrong}
      </span>
    )}
  </div>
);

type InputProps = Readonly<{
  label: string;
  value: string;
  type?: 'text' | 'email' | 'password' | 'number' | 'search' | 'datetime-local';
  /** For password managers. */
  autoComplete?: string;
  required?: boolean;
  min?: number;
  max?: number;
  step?: string;
  hint?: string;
  wrong?: string | undefined;
  onText: (text: string) => void;
}>;

/** A line of text with its label, and what is wrong with it. */
export const TextField = ({ label, type = 'text', hint, wrong, onText, ...input }: InputProps) => {
  const id = useId();
  const described = [
    hint === undefined ? '' : `${id}-hint`,
    wrong === undefined ? '' : `${id}-wrong`,
  ]
    .join(' ')
    .trim();

  // the library has props of their own for each type; those that are used here fit all of them
  const attributes = { type } as Readonly<{ type: 'text' }>;

  return (
    <Field label={label} id={id} hint={hint} wrong={wrong}>
      <input
        {...input}
        {...attributes}
        id={id}
        class="input"
        aria-invalid={wrong !== undefined}
        aria-describedby={described}
        onInput={({ currentTarget }) => onText(currentTarget.value)}
      />
    </Field>
  );
};
