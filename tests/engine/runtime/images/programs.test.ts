import { beforeAll, describe, expect, it } from 'vitest';
import { piDigits } from '../../../../src/engine/runtime/perl/pi.ts';
import { Learner } from '../../session/learner.ts';

/** Runs a pod to its end and gives its log. */
function logOf(learner: Learner, name: string, image: string, rest: string): string {
  learner.run(`kubectl run ${name} --image=${image} --restart=Never ${rest}`);
  learner.wait(15_000);
  return learner.run(`kubectl logs ${name}`);
}

describe('π', () => {
  it('is right to the last digit, which is rounded', () => {
    expect(piDigits(1)).toBe('3');
    expect(piDigits(5)).toBe('3.1416');
    expect(piDigits(50)).toBe('3.1415926535897932384626433832795028841971693993751');
    expect(piDigits(1001).slice(-10)).toBe('2164201989');
    expect(piDigits(2000)).toHaveLength(2001);
  });
});

describe('perl', () => {
  const learner = new Learner();
  it('runs the Job of the documentation, whose work takes seconds', () => {
    learner.run(`kubectl create job pi --image=perl:5.34.0 -- perl -Mbignum=bpi -wle 'print bpi(2000)'`);
    learner.wait(3000);
    expect(learner.run('kubectl get job pi')).toContain('Running');
    learner.wait(10_000);
    expect(learner.run('kubectl logs job/pi')).toContain('3.14159265358979323846264338327950288419716939937510');
  });

  it('prints, counts, reads the environment, exits and refuses the rest', () => {
    expect(
      logOf(learner, 'a', 'perl:5.34', `-- perl -e 'print "a" . 2 * 3 . "\\n"; print $ENV{HOME}, "\\n"; exit 3'`),
    ).toMatch(/a6\s+\/root/);
    expect(learner.run('kubectl get pod a')).toContain('Error');
    expect(logOf(learner, 'b', 'perl:5.34', `-- perl -e 'open my $f, "/etc/passwd"'`)).toContain(
      "Skiff's perl knows print",
    );
  });
});

describe('agnhost', () => {
  const learner = new Learner();
  beforeAll(() => {
    learner.run(
      'kubectl create deployment hello-node --image=registry.k8s.io/e2e-test-images/agnhost:2.53 -- /agnhost netexec --http-port=8080',
    );
    learner.run('kubectl expose deployment hello-node --port=8080');
    learner.run('kubectl run host --image=registry.k8s.io/e2e-test-images/agnhost:2.53 -- serve-hostname');
    learner.wait(10_000);
  });
  const ask = (url: string): string => learner.run(`kubectl exec host -- wget -qO- ${url}`);

  it('answers as netexec and serve-hostname', () => {
    expect(ask('hello-node:8080/')).toContain('NOW: 2026-01-05');
    expect(ask('hello-node:8080/hostname')).toMatch(/hello-node-\w+-\w+/);
    expect(ask("'hello-node:8080/echo?msg=hi%20there'")).toContain('hi there');
    expect(ask('localhost:9376')).toContain('host');
    expect(learner.run('kubectl logs deploy/hello-node')).toContain('Started HTTP server on port 8080');
  });

  it('connects, and says why not', () => {
    const connect = (target: string): string =>
      learner.run(`kubectl exec host -- /agnhost connect ${target} --timeout=1s; echo status $?`);
    expect(connect('hello-node:8080')).toContain('status 0');
    expect(connect('hello-node.default.svc.cluster.local:8081')).toMatch(/REFUSED|TIMEOUT/);
  });

  it('is alive for ten seconds', () => {
    learner.write(
      'live.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: liveness-http}\nspec:\n  containers:\n  - name: liveness\n    image: registry.k8s.io/e2e-test-images/agnhost:2.40\n    args: [liveness]\n    livenessProbe:\n      httpGet: {path: /healthz, port: 8080}\n      initialDelaySeconds: 3\n      periodSeconds: 3\n',
    );
    learner.run('kubectl apply -f live.yaml');
    learner.wait(10_000);
    expect(learner.run('kubectl get pod liveness-http')).toMatch(/Running +0/);
    learner.wait(15_000);
    expect(learner.run('kubectl describe pod liveness-http')).toContain(
      'Liveness probe failed: HTTP probe failed with statuscode: 500',
    );
  });
});

describe('databases', () => {
  const learner = new Learner();

  it('mysql without a password option fails as its entry script says', () => {
    learner.run('kubectl run bare --image=mysql:8.0');
    learner.wait(5000);
    expect(learner.run('kubectl logs bare')).toMatch(
      /Database is uninitialized and password option is not specified[\s\S]*- MYSQL_ROOT_PASSWORD/,
    );
  });

  it('mysql keeps rows, lets its client in by password only and answers mysqladmin', () => {
    learner.run('kubectl run db --image=mysql:8.0 --env=MYSQL_ROOT_PASSWORD=secret --env=MYSQL_DATABASE=shop');
    learner.run('kubectl expose pod db --port=3306');
    learner.wait(15_000);
    const sql = (text: string, password = 'secret'): string =>
      learner.run(`kubectl exec db -- mysql -uroot -p${password} shop -e "${text}"`);
    expect(learner.run('kubectl exec db -- mysqladmin ping -psecret')).toContain('mysqld is alive');
    sql(
      "create table t (id int auto_increment primary key, name varchar(20)); insert into t (name) values ('ann'), ('bob')",
    );
    expect(sql("select * from t where name = 'bob'")).toMatch(/id\tname\s+2\tbob/);
    expect(sql('select count(*) from t')).toMatch(/2/);
    expect(sql('show databases')).toContain('information_schema');
    expect(sql('select * from nothing')).toContain("ERROR 1146 (42S02): Table 'shop.nothing' doesn't exist");
    expect(sql('select 1', 'wrong')).toContain("ERROR 1045 (28000): Access denied for user 'root'");
    learner.run('kubectl run client --image=mysql:8.0 --restart=Never -- mysql -h db -uroot -psecret -e "select 1"');
    learner.wait(5000);
    expect(learner.run('kubectl logs client')).toMatch(/1\s+1/);
  });

  it('postgres wants a password, then answers psql and pg_isready', () => {
    learner.run('kubectl run nopass --image=postgres:16');
    learner.run('kubectl run pg --image=postgres:16-alpine --env=POSTGRES_PASSWORD=secret --env=POSTGRES_DB=shop');
    learner.wait(10_000);
    expect(learner.run('kubectl logs nopass')).toContain('superuser password is not specified');
    expect(learner.run('kubectl exec pg -- pg_isready')).toContain('/var/run/postgresql:5432 - accepting connections');
    const psql = (text: string): string => learner.run(`kubectl exec pg -- psql -U postgres -d shop -c "${text}"`);
    expect(psql('create table t (id serial, name text)')).toContain('CREATE TABLE');
    expect(psql("insert into t (name) values ('ann')")).toContain('INSERT 0 1');
    expect(psql('select * from t')).toMatch(/id \| name[\s\S]*1 \| ann[\s\S]*\(1 row\)/);
    expect(psql('select * from nothing')).toContain('ERROR:  relation "nothing" does not exist');
  });
});

describe('small servers', () => {
  const learner = new Learner();
  const serves = (name: string, image: string, port: number, args = ''): string => {
    learner.run(`kubectl run ${name} --image=${image} --port=${port} --expose ${args}`);
    learner.wait(5000);
    learner.run(`kubectl run ask-${name} --image=curlimages/curl:8.10.1 --restart=Never -- -s http://${name}:${port}/`);
    learner.wait(8000);
    return learner.run(`kubectl logs ask-${name}`);
  };

  it.each([
    ['echo', 'hashicorp/http-echo:1.0', 5678, '-- -text=hello', /^hello$/m],
    ['hello', 'nginxdemos/hello:plain-text', 80, '', /Server name: hello/],
    ['who', 'traefik/whoami:v1.10', 80, '', /Hostname: who[\s\S]*GET \/ HTTP\/1.1/],
    ['app', 'gcr.io/google-samples/hello-app:2.0', 8080, '', /Hello, world!\s+Version: 2.0.0\s+Hostname: app/],
    ['slim', 'k8s.gcr.io/nginx-slim:0.8', 80, '', /Welcome to nginx!/],
    [
      'boot',
      'gcr.io/google-samples/kubernetes-bootcamp:v1',
      8080,
      '',
      /Hello Kubernetes bootcamp! \| Running on: boot \| v=1/,
    ],
    ['folder', 'python:3.12-slim', 8000, '-- python3 -m http.server', /Directory listing for \//],
  ])('%s answers as its namesake', (name, image, port, args, expected) => {
    expect(serves(name, image, port, args)).toMatch(expected);
  });

  it('python and node print constants and refuse programs plainly', () => {
    expect(logOf(learner, 'py', 'python:3.12', `-- python3 -c 'print("hi")'`)).toMatch(/^hi$/m);
    expect(logOf(learner, 'js', 'node:22', `-- node -e 'console.log("hi")'`)).toMatch(/^hi$/m);
    expect(logOf(learner, 'no', 'python:3.12', `-- python3 -c 'import os'`)).toContain("Skiff's python3 does not run");
  });

  it('hello-world says hello and ends; memcached keeps what it is given', () => {
    expect(logOf(learner, 'hw', 'hello-world', '')).toContain('Hello from Docker!');
    learner.run('kubectl run cache --image=memcached:1.6-alpine --port=11211 --expose');
    learner.wait(5000);
    expect(
      logOf(
        learner,
        'mc',
        'busybox:1.36',
        `-- sh -c "printf 'set a 0 0 2\\r\\nhi\\r\\nget a\\r\\nquit\\r\\n' | nc cache 11211"`,
      ),
    ).toMatch(/STORED\s+VALUE a 0 2\s+hi\s+END/);
  });
});
