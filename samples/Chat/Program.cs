using Chat;
using Chat.Accounts;
using Chat.Files;
using Chat.Journal;
using Chat.Live;
using Chat.Messages;
using Chat.Rooms;
using Chat.Storage;
using Chat.Sync;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseStaticWebAssets();
builder.Services.Configure<ChatOptions>(builder.Configuration.GetSection("Chat"));
builder.Services.AddMultiTransport(static options => options.KeepPrincipal = true);
builder.Services.AddSingleton<Database>();
builder.Services.AddSingleton<EventJournal>();
builder.Services.AddSingleton<Crowd>();
builder.Services.AddSingleton<Presence>();
builder.Services.AddSingleton<Paces>();
builder.Services.AddSingleton<Syncing>();
builder.Services.AddSingleton<Answers>();
builder.Services.AddSingleton<MessageStore>();
builder.Services.AddSingleton<Receipts>();
builder.Services.AddSingleton<RoomStore>();
builder.Services.AddSingleton<Uploads>();
builder.Services.AddAccounts();

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
app.Run();
