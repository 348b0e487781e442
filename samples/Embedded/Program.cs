using MultiTransport;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMultiTransport();

var app = builder.Build();
app.UseFileServer(); // wwwroot/index.html is a client of 10 lines
app.MapGet("/hello", () => "Hello from an ordinary endpoint.");
app.MapMultiTransport("/realtime", async (Session session, Message message) =>
{
    await session.SendAsync($"You said: {message.GetText()}");
});
app.Run();
