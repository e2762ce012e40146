/** Publishers on Docker Hub that many manifests name. */
export const NAMESPACES: readonly string[] =
  `amazon anchore ansible apache apachepulsar apicurio aquasec argoproj argoprojlabs atlassian authelia automattic awsobs bitnami
bitnamilegacy bitnamisecure budibase calico camunda centos ceph chaosmesh cilium circleci citusdata clickhouse cloudflare cloudnativelabs
cockroachdb codercom confluentinc coredns crossplane curlimages cyrilix danielqsj datadog dgraph directus docker dockersamples dpage
dragonflydb dynatrace ealen eclipse elastic elasticsearch emqx envoyproxy falcosecurity fauxpilot fluent fluxcd frrouting gcr gitea gitlab
goharbor google grafana graphiteapp graylog gravitational haproxytech hashicorp hazelcast homeassistant honeycombio infisical influxdata
instrumenta istio itzg jaegertracing jboss jenkins jenkinsci jetbrains jupyter jupyterhub k8spin k6io kasmweb keycloak kindest kiwigrid kong
kubeflow kubernetesui kubevirt kumahq kyverno langgenius library linkerd linuxserver litmuschaos localstack longhornio mailhog mattermost
mcp metabase mendhak mgoltzsche milvusdb minio mongodb mysql n8nio nats natsio neo4j netdata newrelic nextcloud nginx nginxdemos nginxinc
nicolaka nodered nvidia ollama open-policy-agent openebs openpolicyagent openresty opensearchproject opentelemetry openzipkin oryd outline
owncloud paketobuildpacks paulbouwer percona pgvector phpmyadmin pingcap polinux portainer postgis postgrest praqma prefecthq prom prometheus
provectuslabs pulumi purelb quickwit rabbitmqoperator radial rancher redis redislabs redpandadata resurfaceio rockylinux rook saltstack scylladb
selenium semitechnologies sentry shinyproxy smallstep snyk solr sonatype splunk stakater statsd stefanprodan streamnative strimzi supabase
swaggerapi sysdig telegraf temporalio thanosio timescale timescaledb tensorflow traefik trinodb ubuntu vaultwarden vectorized velero verdaccio
victoriametrics vmware wbitt weaveworks wordpress wurstmeister yandex zalando zookeeper`.split(/\s+/);

/** Hosts of registries that many manifests name. */
export const HOSTS: readonly string[] = [
  'docker.io',
  'registry.k8s.io',
  'k8s.gcr.io',
  'gcr.io',
  'us.gcr.io',
  'eu.gcr.io',
  'asia.gcr.io',
  'mirror.gcr.io',
  'us-docker.pkg.dev',
  'us-central1-docker.pkg.dev',
  'europe-docker.pkg.dev',
  'ghcr.io',
  'quay.io',
  'mcr.microsoft.com',
  'public.ecr.aws',
  'docker.elastic.co',
  'nvcr.io',
  'registry.gitlab.com',
  'registry.access.redhat.com',
  'registry.redhat.io',
  'lscr.io',
  'cr.l5d.io',
  'docker.redpanda.com',
  'container-registry.oracle.com',
  'xpkg.upbound.io',
  'cgr.dev',
];

/** What registry.k8s.io has: whole names, or folders with a slash at the end. Nothing else is published there. */
const KUBERNETES =
  `addon-manager addon-resizer/ autoscaling/ boskos/ build-image/ busybox capi-openstack/ capi-operator/ cloud-pv-vsphere/
cloud-provider-gcp/ cloud-provider-vsphere/ cluster-api/ cluster-api-aws/ cluster-api-azure/ cluster-api-gcp/ cluster-api-helm/ cluster-proportional-autoscaler-amd64
coredns coredns/ cpa/ cri-tools/ csi-secrets-store/ csi-vsphere/ debian-base debian-iptables defaultbackend defaultbackend-amd64 descheduler/ distroless-iptables
dns/ e2e-test-images/ echoserver elasticsearch etcd etcd-operator/ external-dns/ fluentd-elasticsearch fluentd-gcp gateway-api/ git-sync/ gke-nodeport go-runner
guestbook heapster-amd64 hpa-example hyperkube ingress-nginx/ jobset/ k8s-dns-dnsmasq-nanny k8s-dns-kube-dns k8s-dns-node-cache k8s-dns-sidecar kas-network-proxy/ kind/
kops/ kro/ kube-aggregator kube-addon-manager kube-apiserver kube-controller-manager kube-cross kube-network-policies/ kube-proxy kube-proxy-amd64
kube-scheduler kube-state-metrics/ kubernetes-dashboard-amd64 kubernetes-zookeeper kubectl kueue/ kustomize/ kwok/ lws/ metrics-server-amd64 metrics-server/ multicluster/ networking/
nfd/ nginx-slim nginx node-problem-detector/ node-test nonroot npd/ pause pause-amd64 prometheus-adapter/ provider-aws/ provider-azure/ provider-os/ publishing-bot/ redis
scheduler-plugins/ secrets-store-sync/ security-profiles-operator/ serve_hostname sig-storage/ skopeo test-webserver tejolote/ update-demo volume-nfs liveness
release-utils/ releng/ bom/ prow/ volume-modifier/ agent-sandbox/ blob-csi/ aws-iam-authenticator/ cadvisor elasticdl ip-masq-agent-amd64 networking/ip-masq-agent`.split(
    /\s+/,
  );

/** Whether registry.k8s.io publishes a name. */
export function isKubernetesImage(path: string): boolean {
  return KUBERNETES.some((name) =>
    name.endsWith('/') ? path.startsWith(name) && path.length > name.length : path === name,
  );
}

/** Ports that images of others expose, by the last part of their names: what a stand-in listens on besides what the pod declares. */
const PORTS: { readonly [name: string]: readonly number[] } = {
  postgresql: [5432],
  postgis: [5432],
  pgvector: [5432],
  timescaledb: [5432],
  mysql: [3306],
  mariadb: [3306],
  redis: [6379],
  valkey: [6379],
  mongodb: [27017],
  rabbitmq: [5672, 15672],
  kafka: [9092],
  'cp-kafka': [9092],
  'cp-zookeeper': [2181],
  zookeeper: [2181],
  'kubernetes-zookeeper': [2181, 2888, 3888],
  cassandra: [7000, 9042],
  elasticsearch: [9200, 9300],
  kibana: [5601],
  logstash: [5044, 9600],
  opensearch: [9200, 9600],
  grafana: [3000],
  prometheus: [9090],
  alertmanager: [9093],
  'node-exporter': [9100],
  jenkins: [8080, 50000],
  keycloak: [8080],
  minio: [9000],
  nginx: [8080],
  'nginx-unprivileged': [8080],
  wordpress: [8080],
  gitea: [3000],
  pgadmin4: [80],
  phpmyadmin: [80],
  'all-in-one': [16686, 14268],
  zipkin: [9411],
  nats: [4222],
  sonarqube: [9000],
  loki: [3100],
  envoy: [10000],
};

/** Ports that an image is known to expose. */
export function knownPorts(repository: string): readonly number[] {
  return PORTS[repository.slice(repository.lastIndexOf('/') + 1)] ?? [];
}
