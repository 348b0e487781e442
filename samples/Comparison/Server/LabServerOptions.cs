using System.Net;

namespace MultiTransport.Comparison.Server;

internal sealed record LabServerOptions(IPAddress Address, int Port, int ControlPort, bool HasParent, TimeSpan? Heartbeat, bool CountsWire);
