/** A repository of Docker's official images: the range of its major versions, and the TCP ports that it exposes. */
export interface OfficialImage {
  readonly majors: readonly [number, number];
  readonly ports: readonly number[];
}

/** `name majors ports`, one a line. The set is closed: Docker Hub has no other name without a slash. `~` before the majors: no `latest`. */
const LINES = `
adminer 4-5 8080
aerospike 3-8 3000,3001,3002,3003
almalinux 8-10
alpine 2-3
alt p9-p11
amazoncorretto 8-25
amazonlinux 1-2023
api-firewall 0-0 8080
arangodb 3-3 8529
archlinux 2020-2026
backdrop 1-1 80
bash 3-5
bonita 7-10 8080
buildpack-deps 0-0
busybox 1-1
caddy 2-2 80,443,2019
cassandra 2-5 7000,7001,7199,9042,9160
centos 5-8
chronograf 1-1 8888
cirros 0-0
clearlinux 30000-43000
clefos 7-8
clickhouse 21-26 8123,9000,9009
clojure 0-0
composer 1-2
convertigo 7-8 28080,28443
couchbase 4-8 8091,8092,8093,8094,8095,8096,11207,11210,11211,18091
couchdb 1-3 4369,5984,9100
crate 1-6 4200,4300,5432
dart 2-3
debian 4-13
docker 17-29 2375,2376
drupal 7-11 80
eclipse-mosquitto 1-2 1883
eclipse-temurin 8-25
eggdrop 1-1 3333
elasticsearch ~1-9 9200,9300
elixir 1-1
emqx 4-5 1883,8081,8083,8084,8883,11883,18083
erlang 17-28
express-gateway 1-1 8080,9876
fedora 20-44
flink 1-2 6123,8081
fluentd ~0-1 5140,24224
friendica 2018-2026 80
gazebo 0-0 11345
gcc 4-15
geonetwork 3-4 8080
ghost 0-6 2368
golang 1-1
gradle 2-9
groovy 2-5
haproxy 1-3
haskell 7-9
haxe 3-5
hello-seattle 0-0
hello-world 0-0
hitch 1-1 443
hola-mundo 0-0
httpd 2-2 80
hylang 0-1
ibm-semeru-runtimes 8-25
ibmjava 8-11
influxdb 1-3 8086
irssi 1-1
jetty 9-12 8080
joomla 3-6 80
jruby 1-10
julia 0-1
kapacitor 1-1 9092
kibana ~4-9 5601
kong 0-3 8000,8001,8443,8444
krakend 2-2 8000,8090
lightstreamer 6-7 8080
liquibase 4-5
logstash ~1-9 5044,9600
mageia 5-9
mariadb 5-12 3306
matomo 3-5 80
maven 3-4
mediawiki 1-1 80
memcached 1-1 11211
mongo 2-8 27017
mongo-express 0-1 8081
monica 2-5 80
mono 3-6
mysql 5-9 3306
nats 0-2 4222,6222,8222
nats-streaming 0-0 4222,8222
neo4j 2-2026 7473,7474,7687
neurodebian 0-0
nextcloud 9-32 80
nginx 1-1 80
nickel 1-1
node 0-25
notary 0-0
odoo 8-19 8069,8071,8072
open-liberty 18-26 9080,9443
openjdk ~6-24
oraclelinux 5-10
orientdb 2-3 2424,2480
percona 5-8 3306,33060
perl 5-5
photon 1-5
php 5-8
php-zendserver 5-9 80,443,10081,10082
phpmyadmin 4-5 80
plone 3-6 8080
postfixadmin 3-3 80
postgres 8-18 5432
pypy 2-3
python 2-3
r-base 3-4
rabbitmq 3-4 4369,5671,5672,15691,15692,25672
rakudo-star 2016-2026
redis 2-8 6379
redmine 2-6 3000
registry 2-3 5000
rethinkdb 1-2 8080,28015,29015
rocket.chat 0-7 3000
rockylinux 8-10
ros 0-0
ruby 1-3
rust 1-1
sapmachine 10-25
satosa 8-8 8080
silverpeas 5-6 8000
sl 6-7
solr 5-10 8983
sonarqube 5-2026 9000
spark 3-4
spiped 1-1
storm 0-2
swift 3-6
swipl 7-10 3050
teamspeak 3-3 9987,10011,30033
telegraf 0-1 8092,8094,8125
tomcat 6-11 8080
tomee 1-10 8080
traefik 1-3 80
ubuntu 10-26
unit 1-1
varnish 4-8 80,8443
vault ~0-1 8200
websphere-liberty 16-26 9080,9443
wordpress 3-6 80
xwiki 8-17 8080
yourls 1-1 80
znc 1-1
zookeeper 3-3 2181,2888,3888,8080
consul ~0-1 8300,8301,8302,8500,8600
nuxeo ~6-10 8080
java ~6-9
jenkins ~1-2 8080,50000
`;

function parseLine(line: string): readonly [string, OfficialImage & { readonly latest: boolean }] {
  const [name = '', majors = '0-0', ports = ''] = line.split(' ');
  const [low = 0, high = 0] = majors.replace(/[~p]/g, '').split('-').map(Number);
  return [
    name,
    {
      majors: [low, high],
      ports: ports === '' ? [] : ports.split(',').map(Number),
      latest: !majors.startsWith('~'),
    },
  ];
}

/** All official images by name. */
export const OFFICIAL: ReadonlyMap<string, OfficialImage & { readonly latest: boolean }> = new Map(
  LINES.trim().split('\n').map(parseLine),
);

/** Tags that are words: what they begin with. */
const WORDS =
  /^(?:stable|mainline|edge|alpine|slim|lts|current|rolling|nightly|management|fpm|apache|community|enterprise|open|debian|buster|bullseye|bookworm|trixie|stretch|jessie|focal|jammy|noble|bionic|xenial|musl|glibc|uclibc|dind|cli|php|jre|jdk|leap|tumbleweed|sid|testing|unstable|noetic|humble|iron|jazzy|rolling|core|minimal|windowsservercore|nanoserver|linux)\b/;

/** Whether a tag looks like one that the repository has: a word, or a version whose major is in its range. */
export function hasOfficialTag(image: OfficialImage & { readonly latest: boolean }, tag: string): boolean {
  if (tag === 'latest') return image.latest;
  const version = /^v?(\d+)(?:[.\-_u].*)?$/.exec(tag);
  if (version === null) return WORDS.test(tag);
  const major = Number(version[1]);
  const [low, high] = image.majors;
  return high === 0 || (major >= low && major <= high);
}
