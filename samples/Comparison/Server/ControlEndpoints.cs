using MultiTransport.Load;
using MultiTransport.Load.Servers;

namespace MultiTransport.Comparison.Server;

/// <summary>What the harness asks of a server under test; on a port of its own, so that the measured ports carry nothing else.</summary>
internal static class ControlEndpoints
{
    public const string Prefix = "/control";

    public static void MapControl(this WebApplication app, Func<HelloAnswer> hello)
    {
        var services = app.Services;
        var book = services.GetRequiredService<SessionBook>();
        var arrivals = services.GetRequiredService<UpstreamArrivals>();
        var publisher = services.GetRequiredService<BusPublisher>();
        var sessions = services.GetRequiredService<ISessions>();
        var control = app.MapGroup(Prefix);
        control.MapGet("/hello", hello);
        control.MapGet("/clock", () =>
        {
            var received = MonotonicClock.Now;
            return new ClockAnswer(received, MonotonicClock.Now);
        });
        control.MapGet("/stats", (bool? gc) => Stats.Read(gc ?? false));
        var wire = services.GetRequiredService<IWireMeter>();
        control.MapGet("/wire", () => new WireAnswer(wire.IsOn, new Dictionary<string, WireUsage>(wire.ByTransport())));
        control.MapPost("/reset", () =>
        {
            publisher.Stop();
            arrivals.Reset();
            foreach (var session in book.All)
            {
                sessions.Kick(session.Id, "the next cell begins");
            }
        });
        control.MapPost("/publish", (PublishOrder order) => publisher.Start(order));
        control.MapGet("/publish", publisher.Read);
        control.MapGet("/arrivals", arrivals.Read);
        control.MapGet("/sessions", () => book.All.Select(session => new SessionAnswer(session.Id.ToString(), session.Phase.ToString(), session.Transport)));
        control.MapPost("/publish-now", async (HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            var message = new SharedMessage(new Message(MessageKind.Text, body.ToArray()));
            foreach (var session in book.All)
            {
                session.TrySend(message);
            }
        });
    }
}
