using System.Net.Sockets;
using System.Text;

namespace MultiTransport.Server.Systemd;

/// <summary>Tells systemd, where it started the server and wants to know (<c>Type=notify</c>), when it listens and when it drains: sd_notify(3).</summary>
internal static partial class ServiceNotifier
{
    private const string Variable = "NOTIFY_SOCKET";

    public static void NotifySystemd(this WebApplication app)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path || !(path[0] is '/' or '@'))
        {
            return;
        }

        app.Lifetime.ApplicationStarted.Register(() => Tell(app.Logger, path, "READY=1"));
        app.Lifetime.ApplicationStopping.Register(() => Tell(app.Logger, path, "STOPPING=1"));
    }

    private static void Tell(ILogger logger, string path, string state)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? $"\0{path[1..]}" : path)); // an @ stands for the abstract names' zero
            socket.Send(Encoding.UTF8.GetBytes(state));
        }
        catch (SocketException fault)
        {
            Log.NotTold(logger, fault, state);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(8201, LogLevel.Warning, "systemd could not be told {State}.", EventName = "SystemdNotTold")]
        public static partial void NotTold(ILogger logger, Exception fault, string state);
    }
}
