import { assertNever } from '../decider.js';
import type { ProductNameCommand } from './commands.js';
import type { ProductNameEvent } from './events.js';
import { claimName } from './rules/claiming.js';
import { releaseName } from './rules/releasing.js';
import type { ProductName } from './state.js';

export const decide = (
  command: ProductNameCommand,
  productName: ProductName,
): readonly ProductNameEvent[] => {
  switch (command.type) {
    case 'ClaimName':
      return claimName(command, productName);
    case 'ReleaseName':
      return releaseName(command, productName);
    default:
      return assertNever(command);
  }
};
