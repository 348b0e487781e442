using MultiTransport.Load.Servers;

namespace MultiTransport.Comparison.Peers;

/// <summary>Ours, as an application would embed it.</summary>
internal static class OursPeer
{
    public static Task RunAsync()
    {
        var builder = ServerHost.CreateBuilder("http://127.0.0.1:0");
        builder.Services.AddMultiTransport(static options => options.Rates.OpeningsPerAddress = 0);
        builder.Services.Configure<MultiTransportServerOptions>(options => options.Limits.MaxSessionsPerAddress = int.MaxValue); // the generator is one address
        var app = builder.Build();
        app.MapMultiTransport("/echo", (Session session, Message message) => session.SendAsync(message));
        var publisher = app.Services.GetRequiredService<IPublisher>();
        app.MapPost("/publish", async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            publisher.PublishToEndpoint("/echo", new Message(MessageKind.Text, body.ToArray()));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        });
        return ServerHost.RunAsync(app, hasParent: true);
    }
}
