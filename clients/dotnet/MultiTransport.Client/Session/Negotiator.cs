using System.Text.Json;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>Opens sessions: the first one, and another when one is lost (PROTOCOL.md, sections 6 and 13.2).</summary>
internal sealed class Negotiator
{
    private const int MaxAnswer = 8 * 1024 * 1024;
    private const int Hops = 256; // through the thread pool: about a tenth of a millisecond

    private static readonly TimeSpan Answered = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeyLife = TimeSpan.FromSeconds(50);

    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SessionCore _core;
    private readonly BackOff _backOff;
    private readonly Alarm _next;
    private readonly Alarm _deadline;
    private readonly Alarm _connectDeadline;
    private CancellationTokenSource? _life;
    private NegotiateBody? _body;
    private TimeSpan _begun;
    private bool _isWanted;
    private bool _askedTwice;
    private bool _tokenExpired;
    private bool _withoutMessages;
    private CarrierEnd? _last;

    public Negotiator(SessionCore core)
    {
        _core = core;
        _backOff = new BackOff(core.Settings.Random);
        _next = core.Alarms.New(Try);
        _deadline = core.Alarms.New(() => End(null, CarrierEnd.NoAnswer("The negotiate was not answered in time.")));
        _connectDeadline = core.Alarms.New(() => core.Life.Over(new SessionClosed(
            "unreachable", 0, $"No server answered within {core.Settings.ConnectTimeout.TotalSeconds:0.###} s: {_last?.Detail ?? "the last try is still without an answer."}")));
    }

    /// <summary>When the last try began.</summary>
    public TimeSpan Begun => _begun;

    /// <summary>Whether the first try waits a moment for messages to take along.</summary>
    public bool Gathers { get; set; }

    /// <summary>There is a message to take along.</summary>
    public void Sent() => _sent.TrySetResult();

    /// <summary>Begins the first session.</summary>
    public void First()
    {
        if (_core.Settings.ConnectTimeout != Timeout.InfiniteTimeSpan)
        {
            _connectDeadline.Set(_core.Settings.ConnectTimeout);
        }

        _isWanted = true;
        Try();
    }

    /// <summary>Begins another session; soon after the last one began, it waits.</summary>
    public void Again(TimeSpan? retryAfter)
    {
        _isWanted = true;
        _body = null;
        _withoutMessages = false;
        if (_core.Now - _begun > TimeSpan.FromSeconds(5))
        {
            _backOff.Reset();
        }

        var pause = _backOff.Next(retryAfter);
        _next.Set(_backOff.Failures == 1 && retryAfter is null ? TimeSpan.Zero : pause);
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
        _isWanted = false;
        _next.Clear();
        _deadline.Clear();
        _connectDeadline.Clear();
        _ = _life?.CancelAsync();
        _life = null;
    }

    private void Try()
    {
        if (!_isWanted || _life is not null)
        {
            return;
        }

        _begun = _core.Now;
        _life = new CancellationTokenSource();
        var (life, expired) = (_life, _tokenExpired);
        Background.Run(() => RunAsync(life, expired));
    }

    private async Task RunAsync(CancellationTokenSource life, bool expired)
    {
        NegotiateResponse? answer = null;
        CarrierEnd? end;
        try
        {
            await _core.Network.LearnAsync().ConfigureAwait(false);
            var token = _core.Settings.TokenProvider is { } provider ? await provider(new TokenRequest(expired), life.Token).ConfigureAwait(false) : null;
            await GatherAsync(life.Token).ConfigureAwait(false);
            byte[]? body = null;
            _core.Turn.Run(() => body = life == _life ? Body() : null); // only now: what was sent meanwhile rides along
            if (body is null)
            {
                return;
            }

            using var response = await _core.Http.PostAsync("negotiate", body, token, life.Token).ConfigureAwait(false);
            (answer, end) = await ReadAsync(response, life.Token).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            end = HttpAnswer.Failure(error); // what a token provider throws is a failed try too
        }

        _core.Turn.Run(() =>
        {
            if (life == _life)
            {
                End(answer, end);
            }
        });
    }

    /// <summary>
    /// Lets the one who connects go on for a moment: what it sends right away rides along. A turn that ends can be seen in JavaScript; here the first message says
    /// that there are some, however long the caller took to get there.
    /// </summary>
    private async Task GatherAsync(CancellationToken life)
    {
        if (!Gathers || _core.Life.WasOpen)
        {
            return;
        }

        if (_core.Settings.Gather > TimeSpan.Zero)
        {
            await _sent.Task.WaitAsync(_core.Settings.Gather, _core.Settings.Time, life).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        for (var hops = 0; hops < Hops && !_core.Life.WasOpen; hops++)
        {
            await Task.Yield();
        }
    }

    private async Task<(NegotiateResponse? Answer, CarrierEnd? End)> ReadAsync(HttpResponseMessage response, CancellationToken life)
    {
        if (response.StatusCode != System.Net.HttpStatusCode.OK)
        {
            return (null, await HttpAnswer.RefusalAsync(response, _core.Time, life).ConfigureAwait(false));
        }

        try
        {
            var body = await HttpAnswer.ReadAsync(response, MaxAnswer, life).ConfigureAwait(false);
            var answer = body is null ? null : JsonSerializer.Deserialize(body, NegotiateJson.Default.NegotiateResponse);
            if (answer is { Version: AttachFrame.Version } && Credential.TryParse(answer.Session, out _))
            {
                return (answer, null);
            }
        }
        catch (JsonException)
        {
            // an html page, most likely
        }

        return (null, CarrierEnd.NotOurs(HttpAnswer.Describe(response), 200));
    }

    private byte[] Body()
    {
        _begun = _core.Now; // a token may take its time, somebody may have to type it
        _deadline.Set(Answered);
        if (_body is { } old && _core.Now - old.Made > KeyLife)
        {
            _body = null;
            _core.Outbox.Lose(); // whether the old key opened a session with them, nobody knows any more
            _core.Requests.Lose(_core.Outbox);
            _core.Topics.AskAgain();
        }

        _body ??= NegotiateBody.Of(_core, withMessages: !_withoutMessages);
        return _body.Bytes;
    }

    private void End(NegotiateResponse? answer, CarrierEnd? end)
    {
        _deadline.Clear();
        _ = _life?.CancelAsync();
        _life = null;
        var took = _core.Now - _begun;
        if (answer is not null)
        {
            Opened(answer, took);
            return;
        }

        _last = end!;
        _core.Attempts.Add("negotiate", "negotiate", took, "failed", end!.Code, end.Detail);
        if (Refusals.IsOfMessages(end) && _body is { Messages: > 0 })
        {
            _withoutMessages = true;
            _body = null;
            _core.Outbox.Unwrite();
            Try();
            return;
        }

        var mayAsk = _core.Settings.TokenProvider is not null && Refusals.IsOfToken(end);
        _tokenExpired = mayAsk;
        if (mayAsk && !_askedTwice)
        {
            _askedTwice = true;
            Try();
            return;
        }

        var over = !_core.Life.WasOpen ? Refusals.OfFirst(end, _core.Url)
            : end.Kind == CarrierEndKind.Refused && end.Number != 0 && end.Action == CloseAction.Stop ? new SessionClosed(end.Code, end.Number, end.Detail)
            : null;
        if (over is not null)
        {
            _core.Life.Over(over);
            return;
        }

        _next.Set(_backOff.Next(end.RetryAfter));
    }

    private void Opened(NegotiateResponse answer, TimeSpan took)
    {
        if (_body!.Messages == 0)
        {
            _core.Rtt.Sample(took);
        }

        _isWanted = _askedTwice = _tokenExpired = false;
        _body = null;
        _next.Clear();
        _connectDeadline.Clear();
        _core.Attempts.Add("negotiate", "negotiate", took, "ok");
        _core.Life.Opened(answer);
    }
}
