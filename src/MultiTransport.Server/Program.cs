using Microsoft.Extensions.Options;
using MultiTransport;
using MultiTransport.Server;
using MultiTransport.Server.Doctor;
using MultiTransport.Server.Lab;
using MultiTransport.Server.Telemetry;

if (args is [DoctorCommand.Name, .. var asked])
{
    return await DoctorCommand.RunAsync(asked, Console.Out, Console.Error, TimeProvider.System);
}

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseStaticWebAssets(); // finds the page also where it was built but not published
builder.UseDefaultAddress();
builder.Services.AddMultiTransportFrom(builder.Configuration);
builder.AddLab();

try
{
    builder.AddTelemetry();
    var app = builder.Build();
    app.UsePage();
    app.MapMultiTransport("/echo", (Session session, Message message) => session.SendAsync(message));
    app.MapMultiTransportDoctor("/doctor", options => options.AddFrom(app.Configuration));
    app.MapLab();
    app.MapGet("/healthz", () => "ok");
    app.MapNetworks();
    app.MapTelemetry();
    app.AnnounceOnceStarted();
    app.Run();
    return 0;
}
catch (Exception fault) when (fault is OptionsValidationException or IOException) // an option that cannot be, an address that is taken
{
    Console.Error.WriteLine($"The server cannot start: {fault.Message}");
    return 1;
}
