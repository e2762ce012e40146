/** Sites to which kubectl, the images and the registries point. Any other name is one of the cluster's, such as an Ingress's host. */
const SITES =
  /(^|\.)(kubernetes\.io|k8s\.io|github\.com|docker\.(com|io)|ghcr\.io|nginx\.(org|com)|postgresql\.org|containerd\.io|golang\.org|cncf\.io|helm\.sh)$/;

/** Whether a link that stands in the terminal leads out of the cluster, to the Internet. */
export function isOnInternet(url: string): boolean {
  return SITES.test(new URL(url).hostname);
}
