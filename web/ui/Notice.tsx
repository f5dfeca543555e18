import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './Icon.js';

type Props = Readonly<{
  tone?: 'good' | 'warn' | 'bad';
  icon?: IconName;
  /** Read out when it appears. */
  isUrgent?: boolean;
  children: ComponentChildren;
}>;

export const Notice = ({ tone, icon = 'alert', isUrgent = false, children }: Props) => (
  <div class={`notice ${tone ?? ''}`} role={isUrgent ? 'alert' : undefined}>
    <Icon name={icon} />
    <div>{children}</div>
  </div>
);
