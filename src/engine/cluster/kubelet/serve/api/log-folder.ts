import type { ApiResponse } from '../../../apiserver/http.ts';
import { type DirectoryNode, nodeAt, type TreeNode } from '../../../files.ts';

const ESCAPES: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
};
const NOT_FOUND: ApiResponse = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  warnings: [],
  text: '404 page not found\n',
};

/** The node at a path, through links. */
function follow(files: DirectoryNode, path: string, links = 8): TreeNode | undefined {
  const found = nodeAt(files, path);
  if (found?.type !== 'link') return found;
  const target = found.target.startsWith('/') ? found.target : `${path.replace(/[^/]*$/, '')}${found.target}`;
  return links === 0 ? undefined : follow(files, target, links - 1);
}

function page(directory: DirectoryNode): string {
  const names = [...directory.entries].map(([name, { type }]) => (type === 'directory' ? `${name}/` : name)).sort();
  const links = names.map((name) => {
    const shown = name.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
    return `<a href="${encodeURI(name)}">${shown}</a>\n`;
  });
  return `<!doctype html>\n<meta name="viewport" content="width=device-width">\n<pre>\n${links.join('')}</pre>\n`;
}

/** `/logs/…`: the node's /var/log as net/http's FileServer shows a folder. Models: pkg/kubelet/server ServeLogs */
export function logFolder(files: DirectoryNode, path: string, prefix: string): ApiResponse {
  const parts = decodeURIComponent(path)
    .split('/')
    .filter((part) => part !== '');
  if (parts.includes('..')) return NOT_FOUND;
  const found = follow(files, ['/var/log', ...parts].join('/'));
  if (found === undefined || found.type === 'link') return NOT_FOUND;
  if (found.type === 'file')
    return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, warnings: [], text: found.content };
  if (!path.endsWith('/'))
    return { status: 301, headers: { location: `${prefix}/logs${path}/` }, warnings: [], text: '' };
  return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, warnings: [], text: page(found) };
}
