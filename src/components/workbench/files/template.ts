/** What a new YAML file begins with: the four parts that every object has. */
export const TEMPLATE = `apiVersion: v1
kind: Pod
metadata:
  name: example
spec:
  containers:
    - name: web
      image: nginx:1.25
`;
