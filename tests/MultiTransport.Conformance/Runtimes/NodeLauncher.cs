namespace MultiTransport.Conformance.Runtimes;

internal static class NodeLauncher
{
    public static RuntimeProcess Start(ControlHost host, string name, string program) => RuntimeProcess.Start(
        RuntimeProcess.NewHome(), [program, Path.Combine(ControlHost.DriverFolder, "node.mjs"), host.Control.ToString(), name, ClientScript.Folder]);
}
