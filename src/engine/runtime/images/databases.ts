import type { Program } from '../../shell/process/types.ts';
import { mysqladmin, mysqlClient } from '../sql/mysql-client.ts';
import { type MysqlFlavour, mysqld } from '../sql/mysql-server.ts';
import { pgIsReady, postgres as postgresProgram, psql } from '../sql/postgres.ts';
import { image } from './recipe.ts';
import { COMMON_VARIANTS, type Releases } from './tags.ts';

const VARIANTS = [...COMMON_VARIANTS, 'oraclelinux', 'oracle', 'ubi', 'noble', 'jammy', 'focal'];

function family(flavour: (version: string) => MysqlFlavour): (version: string) => { readonly [path: string]: Program } {
  return (version) => {
    const server = mysqld(flavour(version));
    return {
      '/usr/local/bin/docker-entrypoint.sh': server,
      '/usr/bin/mysql': mysqlClient,
      '/usr/bin/mysqladmin': mysqladmin,
      '/usr/bin/mariadb': mysqlClient,
      '/usr/bin/mariadb-admin': mysqladmin,
      '/usr/local/bin/healthcheck.sh': healthcheck,
    };
  };
}

const healthcheck: Program = function* (process) {
  const child = process.spawn({ argv: ['mysqladmin', 'ping'] });
  return 'error' in child ? 1 : yield* child.wait();
};

const MYSQL: Releases = {
  minors: {
    '8.4': 3,
    '9.4': 0,
    '9.3': 0,
    '9.2': 0,
    '9.1': 0,
    '9.0': 1,
    '8.3': 0,
    '8.2': 0,
    '8.1': 0,
    '8.0': 43,
    '5.7': 44,
    '5.6': 51,
    '5.5': 62,
  },
  variants: VARIANTS,
  words: { lts: '8.4.3', innovation: '9.4.0' },
};

/** `mysql`: the entry script's rules, a small SQL, its files in /var/lib/mysql. */
export const mysql = image({
  repository: 'docker.io/library/mysql',
  tags: MYSQL,
  base: 'debian',
  sizeBytes: 170_000_000,
  entrypoint: ['docker-entrypoint.sh'],
  command: ['mysqld'],
  directories: ['/var/lib/mysql', '/docker-entrypoint-initdb.d', '/var/run/mysqld', '/etc/mysql/conf.d'],
  programs: family((version) => ({ prefix: 'MYSQL', product: 'MySQL', version })),
});

/** `mariadb` */
export const mariadb = image({
  repository: 'docker.io/library/mariadb',
  tags: {
    minors: {
      '12.0': 2,
      '11.8': 3,
      '11.7': 2,
      '11.6': 2,
      '11.5': 2,
      '11.4': 8,
      '11.3': 2,
      '11.2': 6,
      '11.1': 6,
      '11.0': 6,
      '10.11': 14,
      '10.10': 7,
      '10.9': 8,
      '10.8': 8,
      '10.7': 8,
      '10.6': 23,
      '10.5': 29,
      '10.4': 34,
      '10.3': 39,
      '10.2': 44,
      '10.1': 48,
    },
    variants: VARIANTS,
    words: { lts: '11.8.3' },
  },
  base: 'debian',
  sizeBytes: 105_000_000,
  entrypoint: ['docker-entrypoint.sh'],
  command: ['mariadbd'],
  directories: ['/var/lib/mysql', '/docker-entrypoint-initdb.d', '/etc/mysql/conf.d'],
  programs: family((version) => ({ prefix: 'MARIADB', product: 'MariaDB', version: `${version}-MariaDB` })),
});

/** `postgres`: the entry script's rules, a small SQL, its files in PGDATA. */
export const postgres = image({
  repository: 'docker.io/library/postgres',
  tags: {
    minors: {
      '18': 0,
      '17': 6,
      '16': 10,
      '15': 14,
      '14': 19,
      '13': 22,
      '12': 22,
      '11': 22,
      '10': 23,
      '9.6': 24,
      '9.5': 25,
      '9.4': 26,
    },
    variants: VARIANTS,
  },
  base: 'debian',
  sizeBytes: 155_000_000,
  entrypoint: ['docker-entrypoint.sh'],
  command: ['postgres'],
  env: [['PGDATA', '/var/lib/postgresql/data']],
  stopSignal: 2,
  directories: ['/var/lib/postgresql/data', '/docker-entrypoint-initdb.d', '/var/run/postgresql'],
  programs: (version) => ({
    '/usr/local/bin/docker-entrypoint.sh': postgresProgram(version),
    '/usr/bin/psql': psql,
    '/usr/bin/pg_isready': pgIsReady,
  }),
});
