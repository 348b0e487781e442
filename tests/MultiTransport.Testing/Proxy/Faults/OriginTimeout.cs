namespace MultiTransport.Testing;

/// <summary>
/// The server must say something in time: where the head does not come the answer is 504 as a page, where the body pauses it is cut.
/// nginx and ALB after 60 s, HAProxy after 50 s, Heroku after 30 s and then 55 s.
/// </summary>
/// <param name="Most">The longest silence of the server.</param>
/// <param name="Kind">How a body is cut.</param>
public sealed record OriginTimeout(TimeSpan Most, CutKind Kind = CutKind.Reset) : RequestFault
{
    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        var coming = next();
        try
        {
            var answer = await coming.WaitAsync(Most, exchange.Time, exchange.Token).ConfigureAwait(false);
            return answer.IsUpgrade ? answer : answer with { Body = new Timed(this, exchange, answer.Body) };
        }
        catch (TimeoutException) when (!coming.IsFaulted)
        {
            _ = coming.ContinueWith(static late => late.Exception, TaskScheduler.Default);
            return Answer.Html(504);
        }
    }

    private sealed class Timed(OriginTimeout fault, Exchange exchange, IBody body) : IBody
    {
        public async ValueTask<BodyPiece?> ReadAsync(CancellationToken token)
        {
            var reading = body.ReadAsync(token).AsTask();
            try
            {
                return await reading.WaitAsync(fault.Most, exchange.Time, token).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!reading.IsCompleted)
            {
                exchange.Connection.Cut(fault.Kind);
                return await reading.ConfigureAwait(false);
            }
        }
    }
}
