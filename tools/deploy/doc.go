// Package deploy checks what is in the folder deploy/ with the libraries of those who
// read it: Docker Compose and Kubernetes. They are large, which is why this is in the
// module of the tools. Whether imserver takes the settings, and what the topology does,
// is tested beside imserver (cmd/imserver).
package deploy
