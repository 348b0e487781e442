using Microsoft.Extensions.Options;
using MultiTransport;
using MultiTransport.Server;
using MultiTransport.Server.Admin;
using MultiTransport.Server.Api;
using MultiTransport.Server.Api.Keys;
using MultiTransport.Server.Configuration;
using MultiTransport.Server.Doctor;
using MultiTransport.Server.History;
using MultiTransport.Server.Lab;
using MultiTransport.Server.Probes;
using MultiTransport.Server.Systemd;
using MultiTransport.Server.Telemetry;
using MultiTransport.Server.Users;

switch (args)
{
    case [DoctorCommand.Name, .. var asked]:
        return await DoctorCommand.RunAsync(asked, Console.Out, Console.Error, TimeProvider.System);
    case [ApiKeyCommand.Name, .. var asked]:
        return ApiKeyCommand.Run(asked, Console.Out, Console.Error);
    case [HealthCommand.Name, .. var asked]:
        return await HealthCommand.RunAsync(asked, Console.Out, Console.Error);
}

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseStaticWebAssets(); // finds the page also where it was built but not published
builder.UseDefaultAddress();

try
{
    var settings = ServerSettings.Read(builder.Configuration);
    builder.AddTelemetry();
    builder.Services.AddShutdown();
    builder.Services.AddRealtime(settings);
    builder.Services.AddHistory(settings);
    builder.Services.AddUsers(settings);
    builder.AddAdmin(settings.Api);
    builder.Services.AddApi(settings.Api);
    builder.Services.AddProbes();
    builder.AddLab();

    var app = builder.Build();
    app.UsePage();
    app.UseRouting(); // after the page: files of it lie among the API's paths
    app.UseUsers(settings);
    app.MapRealtime();
    app.MapApi();
    app.MapAdmin();
    app.MapMultiTransport("/echo", (Session session, Message message) => session.SendAsync(message));
    app.MapMultiTransportDoctor("/doctor", options => settings.Fill(options));
    app.MapLab();
    app.MapProbes();
    app.MapNetworks();
    app.MapTelemetry();
    app.AnnounceOnceStarted();
    app.NotifySystemd();
    app.Run();
    return 0;
}
catch (OptionsValidationException faults) // options that cannot be
{
    string[] told = [.. faults.Failures];
    Console.Error.WriteLine($"The server cannot start: {(told.Length == 1 ? told[0] : $"{told.Length} settings cannot be.")}");
    foreach (var fault in told.Length == 1 ? [] : told)
    {
        Console.Error.WriteLine($"  {fault}");
    }

    return 1;
}
catch (IOException fault) // an address that is taken
{
    Console.Error.WriteLine($"The server cannot start: {fault.Message}");
    return 1;
}
