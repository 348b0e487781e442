using MultiTransport.Client;

await using var session = ClientSession.Connect(new Uri(args.FirstOrDefault() ?? "http://127.0.0.1:5090/realtime"));
await session.SendAsync("Hello");
await foreach (var message in session)
{
    Console.WriteLine($"{message.Text} ({session.Transport})");
    await (Console.ReadLine() is { Length: > 0 } line ? session.SendAsync(line) : session.CloseAsync());
}
