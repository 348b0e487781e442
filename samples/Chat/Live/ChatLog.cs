using MultiTransport.Protocol;

namespace Chat.Live;

internal static partial class ChatLog
{
    [LoggerMessage(1, LogLevel.Error, "A request of session {Session} failed.")]
    public static partial void Failed(ILogger log, SessionId session, Exception fault);

    [LoggerMessage(2, LogLevel.Warning, "Files that nobody sent were not deleted.")]
    public static partial void NotSwept(ILogger log, Exception fault);
}
