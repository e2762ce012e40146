/** The workbench's drawings: paths on a 16 × 16 grid, filled. */
export const icons = {
  play: 'M4 2.5v11l9-5.5z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  skip: 'M3 3l7 5-7 5zM11 3h2v10h-2z',
  close: 'M4.3 3.2 8 6.9l3.7-3.7 1.1 1.1L9.1 8l3.7 3.7-1.1 1.1L8 9.1l-3.7 3.7-1.1-1.1L6.9 8 3.2 4.3z',
  more: 'M2 7h3v2.6H2zM6.5 7h3v2.6h-3zM11 7h3v2.6h-3z',
  copy: 'M5 2h8v9h-2v3H3V5h2zm1.4 1.4V5H11v4.6h.6V3.4zM4.4 6.4v6.2h5.2V6.4z',
  text: 'M2 3h12v1.5H2zm0 4h12v1.5H2zm0 4h8v1.5H2z',
  add: 'M7.2 3h1.6v4.2H13v1.6H8.8V13H7.2V8.8H3V7.2h4.2z',
  remove: 'M6 2h4l.6 1H13v1.4H3V3h2.4zM4 5.5h8l-.6 8.5H4.6zm2 1.4.3 5.6h1L7 6.9zm3 0-.3 5.6h1l.3-5.6z',
  table: 'M2 3h12v10H2zm1.4 3.4v2h3.2v-2zm4.6 0v2h4.6v-2zM3.4 9.8v1.8h3.2V9.8zm4.6 0v1.8h4.6V9.8z',
  up: 'M8 5l5 5.2-1 1L8 7.1l-4 4.1-1-1z',
  down: 'M8 11 3 5.8l1-1 4 4.1 4-4.1 1 1z',
} as const;
