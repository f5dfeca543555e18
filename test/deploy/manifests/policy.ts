type Probe = Readonly<{ httpGet?: Readonly<{ path: string }> }>;

type Container = Readonly<{
  name: string;
  image: string;
  args?: readonly string[];
  ports?: readonly Readonly<{ containerPort: number }>[];
  resources?: Readonly<{
    requests?: Readonly<Record<string, string>>;
    limits?: Readonly<Record<string, string>>;
  }>;
  securityContext?: Readonly<{
    allowPrivilegeEscalation?: boolean;
    readOnlyRootFilesystem?: boolean;
    capabilities?: Readonly<{ drop?: readonly string[] }>;
  }>;
  lifecycle?: Readonly<{ preStop?: Readonly<{ sleep?: Readonly<{ seconds: number }> }> }>;
  startupProbe?: Probe;
  livenessProbe?: Probe;
  readinessProbe?: Probe;
}>;

type Pod = Readonly<{
  containers: readonly Container[];
  affinity?: Readonly<{ podAntiAffinity?: unknown }>;
  automountServiceAccountToken?: boolean;
  enableServiceLinks?: boolean;
  terminationGracePeriodSeconds?: number;
  securityContext?: Readonly<{
    runAsNonRoot?: unknown;
    runAsUser?: number;
    seccompProfile?: unknown;
  }>;
}>;

export type Manifest = Readonly<{
  kind: string;
  metadata: Readonly<{ name: string }>;
  spec?: Readonly<{
    clusterIP?: string;
    replicas?: number;
    strategy?: Readonly<{ rollingUpdate?: Readonly<{ maxUnavailable?: unknown }> }>;
    template?: Readonly<{ spec: Pod }>;
  }>;
}>;

/** From SIGTERM to the end, DRAIN_MS included. */
const secondsToStop = 15;

type Rule<Of> = readonly [what: string, holds: (of: Of) => boolean];

const ofContainers: readonly Rule<Container>[] = [
  ['an image with a version', ({ image }) => /:(?!latest$)[\w.-]+$/.test(image)],
  [
    'requests for processor and memory, and a limit for memory',
    ({ resources: { requests, limits } = {} }) =>
      [requests?.['cpu'], requests?.['memory'], limits?.['memory']].every(
        (one) => one !== undefined,
      ),
  ],
  [
    'no rights, and a read-only file system',
    ({ securityContext: context }) =>
      context?.allowPrivilegeEscalation === false &&
      context.readOnlyRootFilesystem === true &&
      context.capabilities?.drop?.includes('ALL') === true,
  ],
];

const ofServiceContainers: readonly Rule<Container>[] = [
  [
    'probes of what they are for',
    ({ startupProbe, livenessProbe, readinessProbe }) =>
      startupProbe?.httpGet?.path === '/health' &&
      livenessProbe?.httpGet?.path === '/health' &&
      readinessProbe?.httpGet?.path === '/ready',
  ],
];

const ofPods: readonly Rule<Pod>[] = [
  [
    'a user that is not root, and a seccomp profile',
    ({ securityContext: context }) =>
      context?.runAsNonRoot === true &&
      (context.runAsUser ?? 0) > 0 &&
      context.seccompProfile !== undefined,
  ],
  ['no token of the cluster', (pod) => pod.automountServiceAccountToken === false],
  ['no variables of links', (pod) => pod.enableServiceLinks === false],
];

const ofServicePods: readonly Rule<Pod>[] = [
  [
    'time for its preStop and its stop',
    ({ terminationGracePeriodSeconds: grace = 30, containers }) =>
      containers.every(
        ({ lifecycle }) => (lifecycle?.preStop?.sleep?.seconds ?? 0) + secondsToStop <= grace,
      ),
  ],
  ['an affinity against its like', ({ affinity }) => affinity?.podAntiAffinity !== undefined],
];

const ofDeployments: readonly Rule<Manifest>[] = [
  ['two replicas', ({ spec }) => (spec?.replicas ?? 1) >= 2],
  [
    'a roll-out that takes none away first',
    ({ spec }) => spec?.strategy?.rollingUpdate?.maxUnavailable === 0,
  ],
];

const broken = <Of>(rules: readonly Rule<Of>[], of: Of): string[] =>
  rules.filter(([, holds]) => !holds(of)).map(([what]) => what);

/** What every manifest with pods lacks, as `Kind/name: what`. */
export const violations = (manifests: readonly Manifest[]): string[] =>
  manifests.flatMap((manifest) => {
    const pod = manifest.spec?.template?.spec;
    if (pod === undefined) return [];
    const isService = manifest.kind === 'Deployment';
    const missing = [
      ...(isService ? [...broken(ofDeployments, manifest), ...broken(ofServicePods, pod)] : []),
      ...broken(ofPods, pod),
      ...pod.containers.flatMap((container) => [
        ...broken(ofContainers, container),
        ...(isService ? broken(ofServiceContainers, container) : []),
      ]),
    ];

    return missing.map((what) => `${manifest.kind}/${manifest.metadata.name}: ${what}`);
  });
