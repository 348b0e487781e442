using Chat.Accounts;
using Chat.Files;
using Chat.Journal;
using Chat.Live;
using Chat.Messages;
using Chat.Rooms;
using Chat.Storage;
using Chat.Sync;

namespace Chat;

/// <summary>All parts, put together.</summary>
internal static class ChatApplication
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory, ApplicationName = "Chat" });
        builder.WebHost.UseStaticWebAssets();
        builder.Services.Configure<ChatOptions>(builder.Configuration.GetSection("Chat"));
        builder.Services.AddMultiTransport(static options => options.KeepPrincipal = true);
        builder.Services.AddAccounts();
        builder.Services
            .AddSingleton<Database>().AddSingleton<EventJournal>().AddSingleton<Syncing>()
            .AddSingleton<RoomStore>().AddSingleton<MessageStore>().AddSingleton<Receipts>().AddSingleton<Uploads>()
            .AddSingleton<Crowd>().AddSingleton<Presence>().AddSingleton<Paces>().AddSingleton<Answers>()
            .AddHostedService<Sweeping>();

        var app = builder.Build();
        app.UseProblems();
        app.UsePage();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.MapAccounts();
        app.MapFiles();
        app.MapMultiTransport<ChatHandler>("/chat").RequireAuthorization();
        app.Services.GetRequiredService<Database>(); // a file that cannot be used is found out now
        return app;
    }
}
