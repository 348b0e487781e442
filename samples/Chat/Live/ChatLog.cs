using MultiTransport.Protocol;

namespace Chat.Live;

internal static partial class ChatLog
{
    [LoggerMessage(1, LogLevel.Error, "A request of session {Session} failed.")]
    public static partial void Failed(ILogger log, SessionId session, Exception fault);
}
