using System.Diagnostics;
using MultiTransport.Comparison.Harness;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Peers;

/// <summary>Whom we are compared with: a server of its own process, at <c>/publish</c> and <c>/stats</c> alike, and the dialects that speak to it.</summary>
/// <param name="Name">As in the tables.</param>
/// <param name="Dialect">The name of its dialects.</param>
/// <param name="Settings">The production settings that it runs with, as its own documentation names them.</param>
/// <param name="Start">Starts its process.</param>
/// <param name="Missing">Why it cannot run here; null where it can.</param>
internal sealed record PeerKind(string Name, string Dialect, string Settings, Func<Process> Start, Func<string?> Missing)
{
    public const string Ours = "MultiTransport";

    /// <summary>RAW first: the others are compared with it.</summary>
    public static readonly PeerKind[] All =
    [
        new(Load.Dialect.Raw, Load.Dialect.Raw, "Kestrel and hand-written loops, one bounded channel a client (Load/Servers/RawServer.cs, frozen)", () => Self.Start(["peer", "raw"]), () => null),
        new(Ours, Load.Dialect.Sdk, "AddMultiTransport, MapMultiTransport, defaults; logging off", () => Self.Start(["peer", "ours"]), () => null),
        new(Load.Dialect.SignalR, Load.Dialect.SignalR, "AddSignalR, a hub, JSON protocol, defaults; logging off", () => Self.Start(["peer", "signalr"]), () => null),
        new(Load.Dialect.SocketIo, Load.Dialect.SocketIo, "socket.io 4.8.4, NODE_ENV=production, bufferutil, no compression (its default), one process", SocketIoProcess.Start, SocketIoProcess.Missing),
    ];

    /// <summary>What joining what waits can give at most; no peer of its own.</summary>
    public static readonly PeerKind RawFrames =
        new("RAW frames", Load.Dialect.Raw, "Kestrel and hand-written loops that write prebuilt frames (Load/Servers/RawFramesServer.cs, frozen)", () => Self.Start(["peer", "raw-frames"]), () => null);

    public Dialect[] DialectsOf(string[] transports) => [.. Load.Dialect.All.Where(dialect => dialect.Name == Dialect && transports.Contains(dialect.Transport))];
}
