using System.CommandLine;
using System.Net;
using MultiTransport.Comparison.Server;

namespace MultiTransport.Comparison.Commands;

/// <summary><c>serve</c>: the server under test alone, for a generator on another machine.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var address = new Option<string>("--address") { Description = "The IP address to listen on. Anybody who reaches it can make this server work and see all sessions: a test network only.", DefaultValueFactory = _ => "127.0.0.1" };
        var port = new Option<int>("--port") { Description = "The measured port; 0 for any." };
        var control = new Option<int>("--control-port") { Description = "The port that a generator is given with --server; 0 for any." };
        var parent = new Option<bool>("--with-parent") { Description = "End when standard input ends.", Hidden = true };
        var heartbeat = new Option<double?>("--heartbeat") { Description = "Seconds of heartbeat of the endpoint /fast.", Hidden = true };
        var noWire = new Option<bool>("--without-wire") { Description = "Do not count bytes on the wire, which costs a little memory and time.", Hidden = true };
        address.Validators.Add(result =>
        {
            if (!IPAddress.TryParse(result.GetValueOrDefault<string>(), out _))
            {
                result.AddError($"--address {result.GetValueOrDefault<string>()} is no IP address");
            }
        });
        var command = new Command("serve", "Runs the server under test alone, for a generator on another machine (--server).") { address, port, control, parent, heartbeat, noWire };
        command.SetAction((result, _) => LabServer.RunAsync(new LabServerOptions(
            IPAddress.Parse(result.GetValue(address)!),
            result.GetValue(port),
            result.GetValue(control),
            result.GetValue(parent),
            result.GetValue(heartbeat) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            !result.GetValue(noWire))));
        return command;
    }
}
