namespace MultiTransport.Client;

/// <summary>A message for the application, and what must be said once it was handled.</summary>
internal readonly record struct Delivery(ClientMessage Message, Receipt Receipt);
