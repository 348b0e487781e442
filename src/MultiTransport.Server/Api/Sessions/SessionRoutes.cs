using System.Text;
using MultiTransport.Protocol;

namespace MultiTransport.Server.Api.Sessions;

/// <summary>Finds sessions, tells what is known of them, and ends them.</summary>
internal sealed partial class SessionRoutes(ISessions sessions, ITopics topics, IWireMeter wire, ILogger<SessionRoutes> logger)
{
    private const int MostAtOnce = 1_000;
    private const int MostReasonBytes = 120;

    /// <summary><c>GET /api/sessions?after=&amp;limit=&amp;user=&amp;transport=&amp;endpoint=</c></summary>
    public ValueTask<IResult> ListAsync(ApiCall call)
    {
        var query = new ApiQuery(call.Context, "after", "limit", "user", "transport", "endpoint");
        var limit = (int)(query.Number("limit", 1, MostAtOnce) ?? 100);
        SessionId after = default;
        if (query.Text("after") is { } text && !SessionId.TryParse(text, out after))
        {
            return ValueTask.FromResult<IResult>(query.Fault ?? Malformed("after", text));
        }

        if (query.Fault is { } fault)
        {
            return ValueTask.FromResult<IResult>(fault);
        }

        var page = sessions.List(new SessionQuery
        {
            After = query.Text("after") is null ? null : after,
            Limit = limit,
            UserId = query.Text("user"),
            Transport = query.Text("transport"),
            Endpoint = query.Text("endpoint"),
        });
        var next = page.Count == limit ? page[^1].Id.ToString() : null;
        return ValueTask.FromResult(Results.Json(new SessionsAnswer(sessions.Count, [.. page.Select(SessionRow.Of)], next), ApiJson.Default.SessionsAnswer));
    }

    /// <summary><c>GET /api/sessions/{id}</c></summary>
    public ValueTask<IResult> DescribeAsync(ApiCall call)
    {
        if ((Read(call, out var id) ?? new ApiQuery(call.Context).Fault) is { } fault)
        {
            return ValueTask.FromResult<IResult>(fault);
        }

        return ValueTask.FromResult(sessions.Describe(id) is { } status && sessions.Find(id) is { } session
            ? Results.Json(SessionView.Of(status, topics.OfSession(session), wire.OfSession(id)), ApiJson.Default.SessionAnswer)
            : Unknown(id));
    }

    /// <summary><c>DELETE /api/sessions/{id}?reason=</c></summary>
    public ValueTask<IResult> DisconnectAsync(ApiCall call)
    {
        var noReason = ReadReason(call, out var reason);
        if ((Read(call, out var id) ?? noReason) is { } fault)
        {
            return ValueTask.FromResult<IResult>(fault);
        }

        if (!sessions.Kick(id, reason))
        {
            return ValueTask.FromResult<IResult>(Unknown(id));
        }

        Log.Disconnected(logger, 1, call.Key.Name);
        return Disconnected(1);
    }

    /// <summary><c>DELETE /api/users/{user}/sessions?reason=</c></summary>
    public ValueTask<IResult> DisconnectUserAsync(ApiCall call)
    {
        if (ReadReason(call, out var reason) is { } fault)
        {
            return ValueTask.FromResult<IResult>(fault);
        }

        var ended = sessions.KickUser(call.PathText(2), reason);
        Log.Disconnected(logger, ended, call.Key.Name);
        return Disconnected(ended);
    }

    private static ValueTask<IResult> Disconnected(int count) => ValueTask.FromResult(Results.Json(new DisconnectedAnswer(count), ApiJson.Default.DisconnectedAnswer));

    private static ApiProblem? Read(ApiCall call, out SessionId id)
    {
        var text = call.PathText(1);
        return SessionId.TryParse(text, out id) ? null : Malformed("The id", text);
    }

    private static ApiProblem? ReadReason(ApiCall call, out string reason)
    {
        var query = new ApiQuery(call.Context, "reason");
        reason = query.Text("reason") ?? "";
        return query.Fault ?? (Encoding.UTF8.GetByteCount(reason) > MostReasonBytes || reason.Any(char.IsControl)
            ? ApiProblem.Of(StatusCodes.Status400BadRequest, ApiCode.QueryMalformed, $"reason is '{Shown.Of(reason)}'; accepted are at most {MostReasonBytes} bytes of UTF-8 without control characters.")
            : null);
    }

    private static ApiProblem Malformed(string name, string text) => ApiProblem.Of(
        StatusCodes.Status400BadRequest, ApiCode.SessionMalformed, $"{name} is '{Shown.Of(text)}'; accepted is a session's id, {SessionId.TextLength} characters of base64url.");

    private static ApiProblem Unknown(SessionId id) =>
        ApiProblem.Of(StatusCodes.Status404NotFound, ApiCode.SessionUnknown, $"There is no session {id} here: it has ended, or never was.");

    private static partial class Log
    {
        [LoggerMessage(8101, LogLevel.Information, "Ended {Count} sessions for the API key {Key}.", EventName = "SessionsDisconnected")]
        public static partial void Disconnected(ILogger logger, int count, string key);
    }
}
