/**
 * How the API server's own (internal) types lay out a pod spec: Go field names in Go's order. Error messages show values in this form.
 * A line is one type: `Name: field field …`; a field is `GoName[=jsonName][:kind]`. Kinds: none = text (`""` when unset),
 * `n` number, `b` flag, `p` pointer or scalar that is null when unset, `l` list or map of plain values, `s:Type` a struct,
 * `p:Type` a pointer to a struct, `l:Type` a list of structs. Where no jsonName is given it is the Go name in lower camel case.
 * Models: pkg/apis/core/types.go
 */
export const INTERNAL_FIELDS = `
PodSpec: Volumes:l:Volume InitContainers:l:Container Containers:l:Container EphemeralContainers:l:EphemeralContainer RestartPolicy TerminationGracePeriodSeconds:p ActiveDeadlineSeconds:p DNSPolicy=dnsPolicy NodeSelector:l ServiceAccountName AutomountServiceAccountToken:p NodeName SecurityContext:p:PodSecurityContext ImagePullSecrets:l:LocalObjectReference Hostname Subdomain SetHostnameAsFQDN:p Affinity:p:Affinity SchedulerName Tolerations:l:Toleration HostAliases:l:HostAlias PriorityClassName Priority:p PreemptionPolicy:p DNSConfig=dnsConfig:p:PodDNSConfig ReadinessGates:l:PodReadinessGate RuntimeClassName:p Overhead:l EnableServiceLinks:p TopologySpreadConstraints:l:TopologySpreadConstraint OS=os:p:PodOS SchedulingGates:l:PodSchedulingGate ResourceClaims:l:PodResourceClaim Resources:p:ResourceRequirements HostnameOverride:p SchedulingGroup:p
Volume: Name HostPath:p:HostPath EmptyDir:p:EmptyDir GCEPersistentDisk=gcePersistentDisk:p AWSElasticBlockStore=awsElasticBlockStore:p GitRepo:p Secret:p:SecretVolume NFS=nfs:p:NFS ISCSI=iscsi:p Glusterfs:p PersistentVolumeClaim:p:PersistentVolumeClaim RBD=rbd:p Quobyte:p FlexVolume:p Cinder:p CephFS=cephfs:p Flocker:p DownwardAPI:p:DownwardAPIVolume FC=fc:p AzureFile:p ConfigMap:p:ConfigMapVolume VsphereVolume:p AzureDisk:p PhotonPersistentDisk:p Projected:p:Projected PortworxVolume:p ScaleIO=scaleIO:p StorageOS=storageos:p CSI=csi:p Ephemeral:p Image:p:ImageVolume
HostPath: Path Type:p
EmptyDir: Medium SizeLimit:p
NFS: Server Path ReadOnly:b
SecretVolume: SecretName Items:l:KeyToPath DefaultMode:p Optional:p
ConfigMapVolume: Name Items:l:KeyToPath DefaultMode:p Optional:p
KeyToPath: Key Path Mode:p
PersistentVolumeClaim: ClaimName ReadOnly:b
DownwardAPIVolume: Items:l:DownwardAPIFile DefaultMode:p
DownwardAPIFile: Path FieldRef:p:ObjectFieldSelector ResourceFieldRef:p:ResourceFieldSelector Mode:p
Projected: Sources:l:VolumeProjection DefaultMode:p
VolumeProjection: Secret:p:SecretProjection DownwardAPI:p:DownwardAPIProjection ConfigMap:p:SecretProjection ServiceAccountToken:p:ServiceAccountToken ClusterTrustBundle:p PodCertificate:p
SecretProjection: Name Items:l:KeyToPath Optional:p
DownwardAPIProjection: Items:l:DownwardAPIFile
ServiceAccountToken: Audience ExpirationSeconds:n Path
ImageVolume: Reference PullPolicy
ObjectFieldSelector: APIVersion=apiVersion FieldPath
ResourceFieldSelector: ContainerName Resource Divisor:q
Container: Name Image Command:l Args:l WorkingDir Ports:l:ContainerPort EnvFrom:l:EnvFromSource Env:l:EnvVar Resources:s:ResourceRequirements ResizePolicy:l:ResizePolicy RestartPolicy:p RestartPolicyRules:l:RestartRule VolumeMounts:l:VolumeMount VolumeDevices:l:VolumeDevice LivenessProbe:p:Probe ReadinessProbe:p:Probe StartupProbe:p:Probe Lifecycle:p:Lifecycle TerminationMessagePath TerminationMessagePolicy ImagePullPolicy SecurityContext:p:SecurityContext Stdin:b StdinOnce:b TTY=tty:b
EphemeralContainer: Name Image Command:l Args:l WorkingDir Ports:l:ContainerPort EnvFrom:l:EnvFromSource Env:l:EnvVar Resources:s:ResourceRequirements ResizePolicy:l:ResizePolicy RestartPolicy:p RestartPolicyRules:l:RestartRule VolumeMounts:l:VolumeMount VolumeDevices:l:VolumeDevice LivenessProbe:p:Probe ReadinessProbe:p:Probe StartupProbe:p:Probe Lifecycle:p:Lifecycle TerminationMessagePath TerminationMessagePolicy ImagePullPolicy SecurityContext:p:SecurityContext Stdin:b StdinOnce:b TTY=tty:b TargetContainerName
ContainerPort: Name HostPort:n ContainerPort:n Protocol HostIP
EnvFromSource: Prefix ConfigMapRef:p:ReferenceOptional SecretRef:p:ReferenceOptional
ReferenceOptional: Name Optional:p
EnvVar: Name Value ValueFrom:p:EnvVarSource
EnvVarSource: FieldRef:p:ObjectFieldSelector ResourceFieldRef:p:ResourceFieldSelector ConfigMapKeyRef:p:KeySelector SecretKeyRef:p:KeySelector FileKeyRef:p:FileKeySelector
KeySelector: Name Key Optional:p
FileKeySelector: VolumeName Path Key Optional:p
ResourceRequirements: Limits:l Requests:l Claims:l:ResourceClaim
ResourceClaim: Name Request
ResizePolicy: ResourceName RestartPolicy
RestartRule: Action ExitCodes:p:RestartExitCodes
RestartExitCodes: Operator Values:l
VolumeMount: Name ReadOnly:b RecursiveReadOnly:p MountPath SubPath MountPropagation:p SubPathExpr
VolumeDevice: Name DevicePath
Probe: Exec:p:Exec HTTPGet=httpGet:p:HTTPGet TCPSocket=tcpSocket:p:TCPSocket GRPC=grpc:p:GRPC InitialDelaySeconds:n TimeoutSeconds:n PeriodSeconds:n SuccessThreshold:n FailureThreshold:n TerminationGracePeriodSeconds:p
Exec: Command:l
HTTPGet: Path Port:p Host Scheme HTTPHeaders=httpHeaders:l:HTTPHeader
HTTPHeader: Name Value
TCPSocket: Port:p Host
GRPC: Port:n Service:p
Sleep: Seconds:n
Lifecycle: PostStart:p:LifecycleHandler PreStop:p:LifecycleHandler StopSignal:p
LifecycleHandler: Exec:p:Exec HTTPGet=httpGet:p:HTTPGet TCPSocket=tcpSocket:p:TCPSocket Sleep:p:Sleep
SecurityContext: Capabilities:p:Capabilities Privileged:p SELinuxOptions=seLinuxOptions:p:SELinux WindowsOptions:p RunAsUser:p RunAsGroup:p RunAsNonRoot:p ReadOnlyRootFilesystem:p AllowPrivilegeEscalation:p ProcMount:p SeccompProfile:p:Seccomp AppArmorProfile:p:Seccomp
Capabilities: Add:l Drop:l
SELinux: User Role Type Level
Seccomp: Type LocalhostProfile:p
PodSecurityContext: HostNetwork:b HostPID:b HostIPC:b ShareProcessNamespace:p HostUsers:p SELinuxOptions=seLinuxOptions:p:SELinux WindowsOptions:p RunAsUser:p RunAsGroup:p RunAsNonRoot:p SupplementalGroups:l SupplementalGroupsPolicy:p FSGroup=fsGroup:p FSGroupChangePolicy=fsGroupChangePolicy:p Sysctls:l:Sysctl SeccompProfile:p:Seccomp AppArmorProfile:p:Seccomp SELinuxChangePolicy=seLinuxChangePolicy:p
Sysctl: Name Value
LocalObjectReference: Name
Affinity: NodeAffinity:p:NodeAffinity PodAffinity:p:PodAffinity PodAntiAffinity:p:PodAffinity
NodeAffinity: RequiredDuringSchedulingIgnoredDuringExecution:p:NodeSelector PreferredDuringSchedulingIgnoredDuringExecution:l:PreferredTerm
NodeSelector: NodeSelectorTerms:l:NodeSelectorTerm
NodeSelectorTerm: MatchExpressions:l:NodeRequirement MatchFields:l:NodeRequirement
NodeRequirement: Key Operator Values:l
PreferredTerm: Weight:n Preference:s:NodeSelectorTerm
PodAffinity: RequiredDuringSchedulingIgnoredDuringExecution:l:PodAffinityTerm PreferredDuringSchedulingIgnoredDuringExecution:l:WeightedTerm
WeightedTerm: Weight:n PodAffinityTerm:s:PodAffinityTerm
PodAffinityTerm: LabelSelector:v Namespaces:l TopologyKey NamespaceSelector:v MatchLabelKeys:l MismatchLabelKeys:l
Toleration: Key Operator Value Effect TolerationSeconds:p
HostAlias: IP Hostnames:l
PodDNSConfig: Nameservers:l Searches:l Options:l:DNSOption
DNSOption: Name Value:p
PodReadinessGate: ConditionType
TopologySpreadConstraint: MaxSkew:n TopologyKey WhenUnsatisfiable LabelSelector:v MinDomains:p NodeAffinityPolicy:p NodeTaintsPolicy:p MatchLabelKeys:l
PodOS: Name
PodSchedulingGate: Name
PodResourceClaim: Name ResourceClaimName:p ResourceClaimTemplateName:p
`;
