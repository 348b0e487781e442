using System.Text.Json;

namespace MultiTransport.Client;

/// <summary>Renews the session's credentials with a new token; nothing attaches until that is done (PROTOCOL.md, sections 6 and 13.7).</summary>
internal sealed class Renewer
{
    private static readonly TimeSpan Answered = TimeSpan.FromSeconds(10);

    private readonly SessionCore _core;
    private readonly BackOff _backOff;
    private readonly Alarm _next;
    private readonly Alarm _deadline;
    private CancellationTokenSource? _life;
    private TimeSpan _begun;

    public Renewer(SessionCore core)
    {
        _core = core;
        _backOff = new BackOff(core.Settings.Random);
        _next = core.Alarms.New(Try);
        _deadline = core.Alarms.New(() => End(CarrierEnd.NoAnswer("The renewal was not answered in time.")));
    }

    public bool IsBusy { get; private set; }

    public void Begin()
    {
        if (!IsBusy)
        {
            IsBusy = true;
            Try();
        }
    }

    /// <summary>The next try is worth it now.</summary>
    public void Hurry()
    {
        if (_next.IsSet)
        {
            _next.Set(TimeSpan.Zero);
        }
    }

    public void Drop()
    {
        IsBusy = false;
        _next.Clear();
        _deadline.Clear();
        _ = _life?.CancelAsync();
        _life = null;
    }

    private void Try()
    {
        if (!IsBusy || _life is not null)
        {
            return;
        }

        _begun = _core.Now;
        _life = new CancellationTokenSource();
        _deadline.Set(Answered);
        var (life, body) = (_life, NegotiateBody.OfRenewal(_core.Terms.Credential));
        Background.Run(() => RunAsync(life, body));
    }

    private async Task RunAsync(CancellationTokenSource life, byte[] body)
    {
        CarrierEnd? end;
        try
        {
            var token = _core.Settings.TokenProvider is { } provider ? await provider(new TokenRequest(Expired: true), life.Token).ConfigureAwait(false) : null;
            using var response = await _core.Http.PostAsync("negotiate", body, token, life.Token).ConfigureAwait(false);
            end = await ReadAsync(response, life.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            end = CarrierEnd.NoAnswer(HttpAnswer.Describe(error));
        }

        _core.Turn.Run(() =>
        {
            if (life == _life)
            {
                End(end);
            }
        });
    }

    private async Task<CarrierEnd?> ReadAsync(HttpResponseMessage response, CancellationToken life)
    {
        if (response.StatusCode != System.Net.HttpStatusCode.OK)
        {
            return await HttpAnswer.RefusalAsync(response, _core.Time, life).ConfigureAwait(false);
        }

        try
        {
            var body = await HttpAnswer.ReadAsync(response, 16 * 1024, life).ConfigureAwait(false);
            using var answer = JsonDocument.Parse(body ?? []);
            if (answer.RootElement.ValueKind == JsonValueKind.Object && answer.RootElement.TryGetProperty("renewed"u8, out var renewed) && renewed.ValueKind == JsonValueKind.True)
            {
                return null;
            }
        }
        catch (JsonException)
        {
            // somebody else's page
        }

        return CarrierEnd.NotOurs(HttpAnswer.Describe(response), 200);
    }

    private void End(CarrierEnd? end)
    {
        _deadline.Clear();
        _ = _life?.CancelAsync();
        _life = null;
        _core.Attempts.Add("negotiate", "negotiate", _core.Now - _begun, end is null ? "ok" : "failed", end?.Code ?? "", end?.Detail ?? "");
        if (end is null)
        {
            IsBusy = false;
            _backOff.Reset();
            _core.Life.Renewed();
        }
        else if (!_core.Life.Obey(end))
        {
            _core.Life.FloorFailed(end);
            _next.Set(_backOff.Next(end.RetryAfter));
        }
    }
}
