using System.CommandLine;
using MultiTransport.Load.Servers;

namespace MultiTransport.Comparison.Commands;

/// <summary><c>peer NAME</c>: the server of a peer, which a run starts.</summary>
internal static class PeerCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name");
        name.AcceptOnlyFromAmong("raw");
        var command = new Command("peer", "Runs the server of a peer alone.") { name };
        command.Hidden = true;
        command.SetAction((_, _) => RawServer.RunAsync("http://127.0.0.1:0", hasParent: true));
        return command;
    }
}
