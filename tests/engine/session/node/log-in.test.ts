import { describe, expect, it } from 'vitest';
import { Learner } from '../learner.ts';

const WEB =
  'apiVersion: v1\\nkind: Pod\\nmetadata:\\n  name: web\\nspec:\\n  containers:\\n  - name: web\\n    image: nginx:1.25\\n';

describe('a node as a machine', () => {
  it('is logged in to by ssh, with a prompt of its own and the way back', () => {
    const learner = new Learner();
    learner.type('ssh worker-1\r');
    learner.wait(1000);
    expect(learner.type('hostname\r')).toContain('worker-1');
    learner.wait(100);
    expect(learner.type('whoami\r')).toContain('root');
    learner.wait(100);
    learner.type('exit\r');
    learner.wait(500);
    expect(learner.run('hostname')).toContain('skiff');
  });

  it('has its own files, as Debian and kubeadm leave them', () => {
    const learner = new Learner();
    expect(learner.run("ssh worker-1 'cat /etc/hostname; ls /etc/kubernetes'")).toMatch(
      /worker-1\nkubelet.conf\nmanifests\npki/,
    );
    expect(learner.run('ssh control-plane ls /etc/kubernetes/manifests')).toContain(
      'etcd.yaml\nkube-apiserver.yaml\nkube-controller-manager.yaml\nkube-scheduler.yaml',
    );
    expect(learner.run('ssh worker-1 grep -c . /var/lib/kubelet/config.yaml')).toMatch(/\b4\d\b/);
    expect(learner.run('ssh worker-1 ls /root/.kube')).toContain('No such file');
  });

  it('is not there under a wrong name, nor for another user', () => {
    const learner = new Learner();
    expect(learner.run('ssh worker-9; echo $?')).toMatch(/Could not resolve hostname worker-9.*\n255/);
    expect(learner.run('ssh ann@worker-1; echo $?')).toMatch(/Permission denied \(publickey\)\.\n255/);
  });

  it("gives the command's own exit status back", () => {
    expect(new Learner().run("ssh worker-1 'exit 7'; echo $?")).toContain('\n7');
  });

  it('shows what its containers wrote under /var/log, and their processes', () => {
    const learner = new Learner();
    learner.run('kubectl run web --image=nginx:1.25 --overrides=\'{"spec":{"nodeName":"worker-1"}}\'');
    learner.wait(5000);
    expect(learner.run('ssh worker-1 cat /var/log/containers/web_default_web-*.log')).toMatch(
      /Z stdout F .*ready for start up/,
    );
    expect(learner.run('ssh worker-1 ls /var/log/pods')).toMatch(/default_web_[0-9a-f-]{36}/);
    expect(learner.run('ssh worker-1 ps aux')).toMatch(/nginx -g daemon off;/);
  });

  it('kills a process of a container, which the kubelet starts again', () => {
    const learner = new Learner();
    learner.run('kubectl run web --image=nginx:1.25 --overrides=\'{"spec":{"nodeName":"worker-1"}}\'');
    learner.wait(5000);
    learner.run('ssh worker-1 \'kill -9 $(pgrep -f "nginx -g")\'');
    learner.wait(5000);
    expect(learner.run('kubectl get pod web')).toMatch(/1\/1 +Running +1/);
  });

  it('is entered from a debugging pod by chroot /host', () => {
    const learner = new Learner();
    learner.run(
      'kubectl debug node/worker-2 -q --image=busybox:1.36 -- chroot /host sh -c "hostname; systemctl is-active kubelet"',
    );
    learner.wait(5000);
    expect(learner.run('kubectl logs -l app.kubernetes.io/managed-by=kubectl-debug')).toContain('worker-2\nactive');
  });
});

describe('static pods', () => {
  it('come with a manifest on a node, and go with it', () => {
    const learner = new Learner();
    learner.run(`ssh worker-1 'printf "${WEB}" > /etc/kubernetes/manifests/web.yaml'`);
    learner.wait(5000);
    expect(learner.run('kubectl get pods')).toMatch(/web-worker-1 +1\/1 +Running/);
    learner.run('kubectl delete pod web-worker-1 --wait=false');
    learner.wait(5000);
    expect(learner.run('kubectl get pods')).toMatch(/web-worker-1 +1\/1 +Running/);
    learner.run('ssh worker-1 "sed -i \'s/1.25/1.26/\' /etc/kubernetes/manifests/web.yaml"');
    learner.wait(10_000);
    expect(learner.run("kubectl get pods -o jsonpath='{.items[*].spec.containers[0].image}'")).toContain('nginx:1.26');
    learner.run('ssh worker-1 rm /etc/kubernetes/manifests/web.yaml');
    learner.wait(5000);
    expect(learner.run('kubectl get pods')).toContain('No resources found');
  });

  it('follow staticPodPath once the kubelet is started again', () => {
    const learner = new Learner();
    learner.run(`ssh worker-1 'mkdir /etc/static && printf "${WEB}" > /etc/static/web.yaml'`);
    learner.run(
      'ssh worker-1 "sed -i \'s#^staticPodPath:.*#staticPodPath: /etc/static#\' /var/lib/kubelet/config.yaml"',
    );
    learner.wait(25_000);
    expect(learner.run('kubectl get pods')).toContain('No resources found');
    learner.run('ssh worker-1 systemctl restart kubelet');
    learner.wait(5000);
    expect(learner.run('kubectl get pods')).toMatch(/web-worker-1 +1\/1 +Running/);
  });

  it('of one name: the file read last counts, and the other takes over at the next listing', () => {
    const learner = new Learner();
    learner.run(`ssh worker-1 'printf "${WEB}" > /etc/kubernetes/manifests/web.yaml'`);
    learner.wait(5000);
    learner.run(`ssh worker-1 'printf "${WEB.replace('1.25', '1.26')}" > /etc/kubernetes/manifests/web.yaml.bak'`);
    learner.wait(10_000);
    const image = "kubectl get pod web-worker-1 -o jsonpath='{.status.containerStatuses[0].image}'";
    expect(learner.run(image)).toContain('nginx:1.26');
    expect(learner.run('ssh worker-1 crictl ps --name web -q').trim().split('\n')).toHaveLength(3);
    learner.run('ssh worker-1 rm /etc/kubernetes/manifests/web.yaml.bak');
    learner.wait(30_000);
    expect(learner.run(image)).toContain('nginx:1.25');
    expect(learner.run('kubectl exec web-worker-1 -- hostname')).toContain('web-worker-1');
  });

  it('outlive a slip in their file until the next listing, and are not touched by a remark in it', () => {
    const learner = new Learner();
    const journal = 'ssh worker-1 journalctl -u kubelet -o cat -g manifests/web.yaml';
    const started = "kubectl get pod web-worker-1 -o jsonpath='{.status.containerStatuses[0].containerID}'";
    learner.run(`ssh worker-1 'printf "${WEB}" > /etc/kubernetes/manifests/web.yaml'`);
    learner.wait(21_000);
    const first = learner.run(started).split('\n').at(-1);
    learner.run('ssh worker-1 \'echo "# a remark" >> /etc/kubernetes/manifests/web.yaml\'');
    learner.wait(3000);
    expect(learner.run(started).split('\n').at(-1)).toBe(first);
    learner.run('ssh worker-1 sed -i s/image:/imaje:/ /etc/kubernetes/manifests/web.yaml');
    learner.wait(3000);
    expect(learner.run('kubectl get pods')).toMatch(/web-worker-1 +1\/1 +Running/);
    expect(learner.run(journal)).toContain(
      'Unable to process watch event" err="can\'t process config file \\"/etc/kubernetes/manifests/web.yaml\\": invalid pod: [spec.containers[0].image: Required value]"',
    );
    learner.wait(21_000);
    expect(learner.run('kubectl get pods')).toContain('No resources found');
    expect(learner.run(journal)).toContain('Could not process manifest file" err="invalid pod: [');
  });

  it('of a namespace that is not there run all the same, unseen', () => {
    const learner = new Learner();
    learner.run(
      `ssh worker-1 'printf "${WEB.replace('name: web', 'name: web\\n  namespace: nowhere')}" > /etc/kubernetes/manifests/web.yaml'`,
    );
    learner.wait(5000);
    expect(learner.run('ssh worker-1 crictl ps --name web')).toMatch(/Running +web .* nowhere/);
    expect(learner.run('ssh worker-1 journalctl -u kubelet -o cat -g mirror')).toContain(
      'Failed creating a mirror pod" err="namespaces \\"nowhere\\" not found" pod="nowhere/web-worker-1"',
    );
  });

  it('may not need what only an API server has', () => {
    const learner = new Learner();
    const env = '    envFrom:\\n    - configMapRef: {name: settings}\\n';
    learner.run(`ssh worker-1 'printf "${WEB}${env}" > /etc/kubernetes/manifests/web.yaml'`);
    learner.wait(5000);
    expect(learner.run('kubectl get pods')).toContain('No resources found');
    expect(learner.run('ssh worker-1 journalctl -u kubelet -o cat -g manifest')).toContain(
      'err="can\'t process config file \\"/etc/kubernetes/manifests/web.yaml\\": static pods may not reference configmaps"',
    );
  });

  it('that are no pods are told in the journal', () => {
    const learner = new Learner();
    learner.run("ssh worker-1 'echo nonsense > /etc/kubernetes/manifests/x.yaml'");
    learner.wait(1000);
    expect(learner.run('ssh worker-1 journalctl -u kubelet -o cat -g manifest')).toMatch(
      /Unable to process watch event.*x\.yaml.*couldn't parse as pod/,
    );
  });
});

describe('the services of a node', () => {
  it('show their state and what they wrote', () => {
    const status = new Learner().run('ssh worker-1 systemctl status kubelet');
    expect(status).toContain('● kubelet.service - kubelet: The Kubernetes Node Agent');
    expect(status).toMatch(/Active: active \(running\) since \w{3} 2026/);
    expect(status).toContain('Starting kubelet main sync loop');
  });

  it('a kubelet with a broken configuration fails, is tried again, and its node becomes NotReady until it is mended', () => {
    const learner = new Learner();
    learner.run('ssh worker-1 \'echo "kind: [" >> /var/lib/kubelet/config.yaml; systemctl restart kubelet\'');
    learner.wait(25_000);
    const status = learner.run('ssh worker-1 systemctl status kubelet; echo $?');
    expect(status).toContain('activating (auto-restart) (Result: exit-code)');
    expect(status).toMatch(/\n3\s/);
    expect(learner.run('ssh worker-1 journalctl -u kubelet -n 20')).toMatch(
      /failed to load kubelet config file, path: \/var\/lib\/kubelet\/config.yaml/,
    );
    learner.wait(40_000);
    expect(learner.run('kubectl get node worker-1')).toContain('NotReady');
    learner.run('ssh worker-1 "sed -i \'/kind: \\[/d\' /var/lib/kubelet/config.yaml"');
    learner.wait(20_000);
    expect(learner.run('kubectl get node worker-1')).toMatch(/worker-1 +Ready/);
  });

  it('a stopped kubelet leaves its containers running', () => {
    const learner = new Learner();
    learner.run('ssh worker-1 systemctl stop kubelet');
    expect(learner.run('ssh worker-1 systemctl is-active kubelet; ssh worker-1 crictl ps')).toMatch(
      /inactive[\s\S]*Running +kube-proxy/,
    );
  });

  it('a stopped container runtime makes the node NotReady, and crictl says why', () => {
    const learner = new Learner();
    learner.run('ssh worker-1 systemctl stop containerd');
    expect(learner.run('ssh worker-1 crictl ps')).toContain('connect: connection refused');
    learner.wait(50_000);
    expect(learner.run('kubectl describe node worker-1')).toMatch(/KubeletNotReady +container runtime is down/);
    learner.run('ssh worker-1 systemctl start containerd');
    learner.wait(15_000);
    expect(learner.run('kubectl get node worker-1')).toMatch(/worker-1 +Ready/);
  });
});

describe('the control plane is as alive as its static pods', () => {
  const move = (name: string, back = false) =>
    `ssh control-plane mv ${back ? `/root/${name}.yaml /etc/kubernetes/manifests/` : `/etc/kubernetes/manifests/${name}.yaml /root/`}`;

  it('without the scheduler new pods stay Pending, and are scheduled when it is back', () => {
    const learner = new Learner();
    learner.run(move('kube-scheduler'));
    learner.wait(5000);
    learner.run('kubectl run web --image=nginx:1.25');
    learner.wait(30_000);
    expect(learner.run('kubectl get pods')).toMatch(/web +0\/1 +Pending/);
    learner.run(move('kube-scheduler', true));
    learner.wait(15_000);
    expect(learner.run('kubectl get pods')).toMatch(/web +1\/1 +Running/);
  });

  it('without the controller manager a Deployment makes no pods', () => {
    const learner = new Learner();
    learner.run(move('kube-controller-manager'));
    learner.wait(5000);
    learner.run('kubectl create deployment web --image=nginx:1.25');
    learner.wait(30_000);
    expect(learner.run('kubectl get deploy web')).toMatch(/web +0\/1 +0 +0/);
    learner.run(move('kube-controller-manager', true));
    learner.wait(20_000);
    expect(learner.run('kubectl get deploy web')).toMatch(/web +1\/1/);
  });

  it.each(['kube-apiserver', 'etcd'])('without %s nobody answers, and pods go on', (name) => {
    const learner = new Learner();
    learner.run(move(name));
    learner.wait(5000);
    expect(learner.run('kubectl get pods')).toContain(
      'The connection to the server 172.30.0.2:6443 was refused - did you specify the right host or port?',
    );
    expect(learner.run('ssh worker-1 crictl ps')).toMatch(/Running +kube-proxy/);
    learner.run(move(name, true));
    learner.wait(20_000);
    expect(learner.run('kubectl get nodes')).toMatch(
      /control-plane +Ready[\s\S]*worker-1 +Ready[\s\S]*worker-2 +Ready/,
    );
  });
});
