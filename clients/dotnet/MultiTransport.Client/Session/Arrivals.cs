using System.Text;
using System.Text.Json;

namespace MultiTransport.Client;

/// <summary>Asks the server how a failed WebSocket handshake arrived, once nothing else is on its way (PROTOCOL.md, section 7.7). No answer is no record.</summary>
internal sealed class Arrivals(SessionCore core)
{
    private const int MaxAnswer = 16 * 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly Queue<(string Token, TransportAttempt Attempt)> _waiting = new();
    private CancellationTokenSource? _asking;

    public void Ask(string token, TransportAttempt attempt)
    {
        if (_waiting.Count < 8)
        {
            _waiting.Enqueue((token, attempt));
        }
    }

    public void Consider()
    {
        if (_asking is null && core.IsLive && !core.Sender.IsBusy && core.Status.State == ClientState.Open && _waiting.TryDequeue(out var next))
        {
            _asking = new CancellationTokenSource();
            var deadline = core.Alarms.After(Longest, Drop);
            var life = _asking.Token;
            Background.Run(() => AskAsync(next.Token, next.Attempt, deadline, life));
        }
    }

    public void Drop() => _ = _asking?.CancelAsync();

    private async Task AskAsync(string token, TransportAttempt attempt, Alarm deadline, CancellationToken life)
    {
        HandshakeArrival? arrival = null;
        try
        {
            using var response = await core.Http.PostAsync("arrived", Encoding.ASCII.GetBytes(token), bearer: null, life).ConfigureAwait(false);
            if (response.StatusCode == System.Net.HttpStatusCode.OK && await HttpAnswer.ReadAsync(response, MaxAnswer, life).ConfigureAwait(false) is { } body)
            {
                arrival = JsonSerializer.Deserialize(body, ClientJson.Default.HandshakeArrival);
            }
        }
        catch (Exception)
        {
            // it is for people who want to know why; the session does without
        }

        core.Turn.Run(() =>
        {
            _asking = null;
            deadline.Dispose();
            if (arrival is not null)
            {
                core.Attempts.Arrived(attempt, arrival);
            }
        });
    }
}
