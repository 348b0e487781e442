using Microsoft.Extensions.Options;
using MultiTransport;
using MultiTransport.Server;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseStaticWebAssets(); // finds the page also where it was built but not published
builder.UseDefaultAddress();
builder.Services.AddMultiTransport(options => Settings.Bind(builder.Configuration, options));

try
{
    var app = builder.Build();
    app.UsePage();
    app.MapMultiTransport("/echo", (Session session, Message message) => session.SendAsync(message));
    app.MapGet("/healthz", () => "ok");
    app.AnnounceOnceStarted();
    Settings.Check(app.Services);
    app.Run();
    return 0;
}
catch (OptionsValidationException invalid)
{
    Console.Error.WriteLine($"The configuration cannot be used: {string.Join(Environment.NewLine, invalid.Failures)}");
    return 1;
}
