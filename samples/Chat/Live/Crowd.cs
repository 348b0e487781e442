using System.Globalization;
using System.Text.Json;
using MultiTransport;

namespace Chat.Live;

/// <summary>Tells users something on all their devices. Nobody is waited for: who cannot keep up is let go, and asks for what he missed when he is back.</summary>
internal sealed class Crowd(ISessions sessions)
{
    /// <summary>Encoded once, however many there are.</summary>
    public void Tell(IEnumerable<long> users, object what, Session? except = null)
    {
        var message = new SharedMessage(new Message(MessageKind.Text, JsonSerializer.SerializeToUtf8Bytes(what, ChatJson.Options)));
        foreach (var user in users)
        {
            foreach (var session in sessions.OfUser(user.ToString(CultureInfo.InvariantCulture)))
            {
                if (session != except)
                {
                    session.TrySend(message);
                }
            }
        }
    }
}
