using System.CommandLine;
using MultiTransport.Comparison.Peers;
using MultiTransport.Load.Servers;

namespace MultiTransport.Comparison.Commands;

/// <summary><c>peer NAME</c>: the server of a peer, which a run starts.</summary>
internal static class PeerCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name");
        name.AcceptOnlyFromAmong("raw", "raw-frames", "ours", "signalr");
        var command = new Command("peer", "Runs the server of a peer alone.") { name };
        command.Hidden = true;
        command.SetAction((result, _) => result.GetValue(name) switch
        {
            "ours" => OursPeer.RunAsync(),
            "signalr" => SignalRPeer.RunAsync(),
            "raw-frames" => RawFramesServer.RunAsync("http://127.0.0.1:0", hasParent: true),
            _ => RawServer.RunAsync("http://127.0.0.1:0", hasParent: true),
        });
        return command;
    }
}
