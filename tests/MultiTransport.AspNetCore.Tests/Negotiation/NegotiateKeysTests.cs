namespace MultiTransport.AspNetCore.Tests.Negotiation;

/// <summary>Section 6: the same key, user and endpoint within 60 s get the same session and the same answer.</summary>
public sealed class NegotiateKeysTests
{
    private readonly Wish _wish = new() { Key = Base64UrlText.NewKey(), Messages = [WireMessage.OfText("once")] };

    [Fact]
    public async Task SameKey_GivesTheSameBytesAndHandlesItsMessagesOnce()
    {
        await using var edge = await Edge.StartAsync();

        var first = await edge.NegotiateAsync(_wish);
        var again = await edge.NegotiateAsync(_wish);

        Assert.Equal(200, first.Status);
        Assert.Equal(first.Text, again.Text);
        Assert.Equal(["once"], edge.Handled);
        Assert.Equal(1, edge.Sessions.Count);
    }

    [Fact]
    public async Task SameKeyAtOnce_GivesTheSameBytesToAll()
    {
        await using var edge = await Edge.StartAsync();
        var wish = _wish with { Messages = [WireMessage.OfText("wait")] };

        var answering = Enumerable.Range(0, 8).Select(_ => edge.NegotiateAsync(wish)).ToArray();
        await edge.WhenHandledAsync("wait");
        edge.Release();
        var answers = await Task.WhenAll(answering);

        Assert.Single(answers.Select(answer => answer.Text).Distinct());
        Assert.Equal(["wait"], edge.Handled);
    }

    [Fact]
    public async Task SameKey_After60Seconds_IsANewSession()
    {
        await using var edge = await Edge.StartAsync();
        var first = await edge.NegotiateAsync(_wish);
        edge.Time.Advance(TimeSpan.FromSeconds(59.75));
        Assert.Equal(first.Text, (await edge.NegotiateAsync(_wish)).Text);
        edge.Time.Advance(TimeSpan.FromSeconds(0.25));

        var later = await edge.NegotiateAsync(_wish);

        Assert.NotEqual(first.Text, later.Text);
        Assert.Equal(["once", "once"], edge.Handled);
    }

    [Fact]
    public async Task KeyedSession_WithoutAttach_LivesAsLongAsItsKey()
    {
        await using var edge = await Edge.StartAsync();
        var keyed = await edge.OpenAsync(_wish);
        var other = await edge.OpenAsync();
        edge.Time.Advance(TimeSpan.FromSeconds(59));

        Assert.NotNull(keyed.Session);
        Assert.Null(other.Session);
        edge.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(keyed.Session);
    }

    [Fact]
    public async Task SameKey_OfAnotherUserOrNone_IsAnotherSession()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup { Builder = TestBearer.Add });

        var alice = await edge.NegotiateAsync(_wish, TestBearer.Header("alice"));
        var bob = await edge.NegotiateAsync(_wish, TestBearer.Header("bob"));
        var nobody = await edge.NegotiateAsync(_wish);

        Assert.Equal(3, new[] { alice.Text, bob.Text, nobody.Text }.Distinct().Count());
        Assert.Equal(alice.Text, (await edge.NegotiateAsync(_wish, TestBearer.Header("alice"))).Text);
    }

    [Fact]
    public async Task SameKey_AtAnotherEndpoint_IsAnotherSession()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Pipeline = app => app.MapMultiTransport("/other", (Session session, Message message) => session.SendAsync(message)),
        });

        var here = await edge.NegotiateAsync(_wish);
        var there = await Answer.OfAsync(edge.Host.Address("/other/negotiate"), "POST", _wish.ToJson());

        Assert.NotEqual(Negotiated.Parse(here.Body).Id, Negotiated.Parse(there.Body).Id);
    }

    [Fact]
    public async Task SameKey_AfterARefusal_IsTriedAnew()
    {
        await using var edge = await Edge.StartAsync(new EdgeSetup
        {
            Builder = builder => builder.Services.Configure<MultiTransportServerOptions>(server => server.Limits.MaxSessions = 1),
        });
        var first = await edge.OpenAsync();
        (await edge.NegotiateAsync(_wish)).IsProblem(503, "too-many-sessions", "renegotiate");
        edge.Sessions.Kick(first.Session!.Id);

        Assert.Equal(200, (await edge.NegotiateAsync(_wish)).Status);
    }

    [Fact]
    public async Task WithoutKey_ARepetitionIsASecondSession()
    {
        await using var edge = await Edge.StartAsync();
        var wish = _wish with { Key = null };

        Assert.NotEqual((await edge.NegotiateAsync(wish)).Text, (await edge.NegotiateAsync(wish)).Text);
        Assert.Equal(2, edge.Sessions.Count);
    }
}
