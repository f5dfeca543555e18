import { expect } from 'chai';
import { v4, v5 } from 'uuid';
import { createNameUuid } from '../../../platform/identifiers/index.js';

describe('An id made of a name', () => {
  it('is the UUID of version 5 that the package uuid makes', () => {
    const namespaces = Array.from({ length: 16 }, () => v4());
    const names = ['', 'a', 'Größe 42', '🛒'.repeat(9), v4()];

    for (const namespace of namespaces)
      for (const name of names)
        expect(createNameUuid(namespace)(name)).to.equal(v5(name, namespace));
  });
});
